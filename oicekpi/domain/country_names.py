"""What people call countries in Chinese and in German, by the codes of ISO 3166-1.

Only who types such a name loads this module.
"""

from typing import Final

_TABLE: Final = """\
AD 安道尔, 安道爾
AE 阿拉伯联合酋长国, 阿联酋, 阿拉伯聯合大公國, Vereinigte Arabische Emirate, VAE
AF 阿富汗
AG 安提瓜和巴布达, 安地卡及巴布達, Antigua und Barbuda
AI 安圭拉, 安奎拉
AL 阿尔巴尼亚, 阿爾巴尼亞, Albanien
AM 亚美尼亚, 亞美尼亞, Armenien
AO 安哥拉
AQ 南极洲, 南極洲, Antarktis
AR 阿根廷, Argentinien
AS 美属萨摩亚, 美屬薩摩亞, Amerikanisch-Samoa
AT 奥地利, 奧地利, Österreich
AU 澳大利亚, 澳洲, 澳大利亞, Australien
AW 阿鲁巴, 荷屬阿魯巴
AX 奥兰群岛, 奧蘭群島, Ålandinseln
AZ 阿塞拜疆, 亞塞拜然, Aserbaidschan
BA 波斯尼亚和黑塞哥维那, 波黑, 波士尼亞與赫塞哥維納, Bosnien und Herzegowina
BB 巴巴多斯, 巴貝多
BD 孟加拉国, 孟加拉, Bangladesch
BE 比利时, 比利時, Belgien
BF 布基纳法索, 布吉納法索
BG 保加利亚, 保加利亞, Bulgarien
BH 巴林
BI 布隆迪, 蒲隆地
BJ 贝宁, 貝南
BL 圣巴泰勒米, 聖巴瑟米, St. Barthélemy
BM 百慕大, 百慕達
BN 文莱, 汶萊
BO 玻利维亚, 玻利維亞, Bolivien
BQ 荷属加勒比区, 荷蘭加勒比區, Karibische Niederlande
BR 巴西, Brasilien
BS 巴哈马, 巴哈馬
BT 不丹
BV 布韦岛, 布威島, Bouvetinsel
BW 博茨瓦纳, 波札那, Botsuana
BY 白俄罗斯, 白俄羅斯, Weißrussland
BZ 伯利兹, 貝里斯
CA 加拿大, Kanada
CC 科科斯群岛, 科科斯群島, Kokosinseln
CD 刚果民主共和国, 民主刚果, 剛果民主共和國, Demokratische Republik Kongo
CF 中非共和国, 中非共和國, Zentralafrikanische Republik
CG 刚果共和国, 刚果, 剛果共和國, 剛果, Republik Kongo, Kongo
CH 瑞士, Schweiz, die Schweiz
CI 科特迪瓦, 象牙海岸, Elfenbeinküste
CK 库克群岛, 庫克群島, Cookinseln
CL 智利
CM 喀麦隆, 喀麥隆, Kamerun
CN 中国, 中国大陆, 中國
CO 哥伦比亚, 哥倫比亞, Kolumbien
CR 哥斯达黎加, 哥斯大黎加
CU 古巴, Kuba
CV 佛得角, 維德角, Kapverden, Kap Verde
CW 库拉索, 庫拉索
CX 圣诞岛, 聖誕島, Weihnachtsinsel
CY 塞浦路斯, 賽普勒斯, Zypern
CZ 捷克, Tschechien, Tschechische Republik
DE 德国, 德國, Deutschland
DJ 吉布提, 吉布地, Dschibuti
DK 丹麦, 丹麥, Dänemark
DM 多米尼克
DO 多米尼加共和国, 多米尼加, 多明尼加共和國, Dominikanische Republik
DZ 阿尔及利亚, 阿爾及利亞, Algerien
EC 厄瓜多尔, 厄瓜多
EE 爱沙尼亚, 愛沙尼亞, Estland
EG 埃及, Ägypten
EH 西撒哈拉, Westsahara
ER 厄立特里亚, 厄利垂亞
ES 西班牙, Spanien
ET 埃塞俄比亚, 衣索比亞, Äthiopien
FI 芬兰, 芬蘭, Finnland
FJ 斐济, 斐濟, Fidschi
FK 福克兰群岛, 福克蘭群島, Falklandinseln
FM 密克罗尼西亚, 密克羅尼西亞, Mikronesien
FO 法罗群岛, 法羅群島, Färöer
FR 法国, 法國, Frankreich
GA 加蓬, 加彭, Gabun
GB 英国, 英格兰, 苏格兰, 英國, Vereinigtes Königreich, Großbritannien, Schottland, Nordirland
GD 格林纳达, 格瑞那達
GE 格鲁吉亚, 喬治亞, Georgien
GF 法属圭亚那, 法屬圭亞那, Französisch-Guayana
GG 根西岛, 根息
GH 加纳, 迦納
GI 直布罗陀, 直布羅陀
GL 格陵兰, 格陵蘭, Grönland
GM 冈比亚, 甘比亞
GN 几内亚, 幾內亞
GP 瓜德罗普, 瓜地洛普
GQ 赤道几内亚, 赤道幾內亞, Äquatorialguinea
GR 希腊, 希臘, Griechenland
GS 南乔治亚和南桑威奇群岛, 南喬治亞與南三明治群島, Südgeorgien und die Südlichen Sandwichinseln
GT 危地马拉, 瓜地馬拉
GU 关岛, 關島
GW 几内亚比绍, 幾內亞比索
GY 圭亚那, 蓋亞那
HK 香港, 中国香港, 中國香港, Hongkong
HM 赫德岛和麦克唐纳群岛, 赫德島及麥唐納群島, Heard und McDonaldinseln
HN 洪都拉斯, 宏都拉斯
HR 克罗地亚, 克羅埃西亞, Kroatien
HT 海地
HU 匈牙利, Ungarn
ID 印度尼西亚, 印尼, Indonesien
IE 爱尔兰, 愛爾蘭, Irland
IL 以色列
IM 马恩岛, 曼島
IN 印度, Indien
IO 英属印度洋领地, 英屬印度洋領地, Britisches Territorium im Indischen Ozean
IQ 伊拉克, Irak
IR 伊朗
IS 冰岛, 冰島, Island
IT 意大利, 義大利, Italien
JE 泽西岛, 澤西島
JM 牙买加, 牙買加, Jamaika
JO 约旦, 約旦, Jordanien
JP 日本
KE 肯尼亚, 肯亞, Kenia
KG 吉尔吉斯斯坦, 吉爾吉斯, Kirgisistan
KH 柬埔寨, Kambodscha
KI 基里巴斯, 吉里巴斯
KM 科摩罗, 葛摩, Komoren
KN 圣基茨和尼维斯, 聖克里斯多福及尼維斯, St. Kitts und Nevis
KP 朝鲜, 北韓, Nordkorea
KR 韩国, 大韩民国, 南韓, 韓國, Südkorea
KW 科威特
KY 开曼群岛, 開曼群島, Kaimaninseln
KZ 哈萨克斯坦, 哈薩克, Kasachstan
LA 老挝, 寮國
LB 黎巴嫩, Libanon
LC 圣卢西亚, 聖露西亞, St. Lucia
LI 列支敦士登, 列支敦斯登
LK 斯里兰卡, 斯里蘭卡
LR 利比里亚, 賴比瑞亞
LS 莱索托, 賴索托
LT 立陶宛, Litauen
LU 卢森堡, 盧森堡, Luxemburg
LV 拉脱维亚, 拉脫維亞, Lettland
LY 利比亚, 利比亞, Libyen
MA 摩洛哥, Marokko
MC 摩纳哥, 摩納哥
MD 摩尔多瓦, 摩爾多瓦, Moldau, Moldawien, Republik Moldau
ME 黑山, 蒙特內哥羅
MF 法属圣马丁, 法屬聖馬丁, St. Martin
MG 马达加斯加, 馬達加斯加, Madagaskar
MH 马绍尔群岛, 馬紹爾群島, Marshallinseln
MK 北马其顿, 北馬其頓, Nordmazedonien
ML 马里, 馬利
MM 缅甸, 緬甸, Birma
MN 蒙古, 蒙古国, Mongolei
MO 澳门, 中国澳门, 澳門, 中國澳門, Macau
MP 北马里亚纳群岛, 北馬利安納群島, Nördliche Marianen
MQ 马提尼克, 馬丁尼克
MR 毛里塔尼亚, 茅利塔尼亞, Mauretanien
MS 蒙特塞拉特, 蒙哲臘
MT 马耳他, 馬爾他
MU 毛里求斯, 模里西斯
MV 马尔代夫, 馬爾地夫, Malediven
MW 马拉维, 馬拉威
MX 墨西哥, Mexiko
MY 马来西亚, 馬來西亞
MZ 莫桑比克, 莫三比克, Mosambik
NA 纳米比亚, 納米比亞
NC 新喀里多尼亚, 新喀里多尼亞, Neukaledonien
NE 尼日尔, 尼日
NF 诺福克岛, 諾福克島, Norfolkinsel
NG 尼日利亚, 奈及利亞
NI 尼加拉瓜
NL 荷兰, 荷蘭, Niederlande, die Niederlande
NO 挪威, Norwegen
NP 尼泊尔, 尼泊爾
NR 瑙鲁, 諾魯
NU 纽埃, 紐埃島
NZ 新西兰, 紐西蘭, 新西蘭, Neuseeland
OM 阿曼
PA 巴拿马, 巴拿馬
PE 秘鲁, 秘魯
PF 法属波利尼西亚, 法屬玻里尼西亞, Französisch-Polynesien
PG 巴布亚新几内亚, 巴布亞紐幾內亞, Papua-Neuguinea
PH 菲律宾, 菲律賓, Philippinen
PK 巴基斯坦
PL 波兰, 波蘭, Polen
PM 圣皮埃尔和密克隆群岛, 聖皮埃與密克隆群島, St. Pierre und Miquelon
PN 皮特凯恩群岛, 皮特肯群島, Pitcairninseln
PR 波多黎各
PS 巴勒斯坦, Palästina
PT 葡萄牙
PW 帕劳, 帛琉
PY 巴拉圭
QA 卡塔尔, 卡達, Katar
RE 留尼汪, 留尼旺
RO 罗马尼亚, 羅馬尼亞, Rumänien
RS 塞尔维亚, 塞爾維亞, Serbien
RU 俄罗斯, 俄国, 俄羅斯, Russland, Russische Föderation
RW 卢旺达, 盧安達, Ruanda
SA 沙特阿拉伯, 沙特, 沙烏地阿拉伯, Saudi-Arabien
SB 所罗门群岛, 索羅門群島, Salomonen
SC 塞舌尔, 塞席爾, Seychellen
SD 苏丹, 蘇丹
SE 瑞典, Schweden
SG 新加坡, 星加坡, Singapur
SH 圣赫勒拿, 聖赫勒拿島, St. Helena
SI 斯洛文尼亚, 斯洛維尼亞, Slowenien
SJ 斯瓦尔巴和扬马延, 挪威屬斯瓦巴及尖棉, Spitzbergen und Jan Mayen
SK 斯洛伐克, Slowakei
SL 塞拉利昂, 獅子山
SM 圣马力诺, 聖馬利諾
SN 塞内加尔, 塞內加爾
SO 索马里, 索馬利亞
SR 苏里南, 蘇利南
SS 南苏丹, 南蘇丹, Südsudan
ST 圣多美和普林西比, 聖多美普林西比, São Tomé und Príncipe
SV 萨尔瓦多, 薩爾瓦多
SX 荷属圣马丁, 荷屬聖馬丁
SY 叙利亚, 敘利亞, Syrien
SZ 斯威士兰, 史瓦帝尼, Swasiland
TC 特克斯和凯科斯群岛, 土克斯及開科斯群島, Turks- und Caicosinseln
TD 乍得, 查德, Tschad
TF 法属南部领地, 法屬南部屬地, Französische Süd- und Antarktisgebiete
TG 多哥
TH 泰国, 泰國
TJ 塔吉克斯坦, 塔吉克, Tadschikistan
TK 托克劳, 托克勞群島
TL 东帝汶, 東帝汶, Osttimor
TM 土库曼斯坦, 土庫曼
TN 突尼斯, 突尼西亞, Tunesien
TO 汤加, 東加
TR 土耳其, Türkei
TT 特立尼达和多巴哥, 千里達及托巴哥, Trinidad und Tobago
TV 图瓦卢, 吐瓦魯
TW 台湾, 中国台湾, 台灣, 臺灣
TZ 坦桑尼亚, 坦尚尼亞, Tansania
UA 乌克兰, 烏克蘭
UG 乌干达, 烏干達
UM 美国本土外小岛屿, 美國本土外小島嶼, Amerikanische Überseeinseln
US 美国, 美利坚合众国, 美國, Vereinigte Staaten, Vereinigte Staaten von Amerika, Amerika
UY 乌拉圭, 烏拉圭
UZ 乌兹别克斯坦, 烏茲別克, Usbekistan
VA 梵蒂冈, 梵蒂岡, Vatikanstadt, Vatikan
VC 圣文森特和格林纳丁斯, 聖文森及格瑞那丁, St. Vincent und die Grenadinen
VE 委内瑞拉, 委內瑞拉
VG 英属维尔京群岛, 英屬維京群島, Britische Jungferninseln
VI 美属维尔京群岛, 美屬維京群島, Amerikanische Jungferninseln
VN 越南
VU 瓦努阿图, 萬那杜
WF 瓦利斯和富图纳, 瓦利斯群島和富圖那群島, Wallis und Futuna
WS 萨摩亚, 薩摩亞
YE 也门, 葉門, Jemen
YT 马约特, 馬約特島
ZA 南非, Südafrika
ZM 赞比亚, 尚比亞, Sambia
ZW 津巴布韦, 辛巴威, Simbabwe
"""
OTHER_NAMES: Final[dict[str, str]] = {
    name: line[:2] for line in _TABLE.splitlines() for name in line[3:].split(", ") if name
}
"""The code of each country by its names in Chinese and in German."""
