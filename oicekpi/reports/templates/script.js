
"use strict";
// Only an addition: without it all is open, in the order of the plan.
for (const each of document.querySelectorAll("details")) each.open = false;
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inside = target && target.closest("details");
  if (inside) inside.open = true;
};
addEventListener("hashchange", reveal);
reveal();
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});

const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const state = head.getAttribute("aria-sort");
      for (const each of heads) each.removeAttribute("aria-sort");
      const sorted = [...rows];
      if (state !== "descending") {
        const sign = state === "ascending" ? -1 : 1;
        const key = (row) => row.cells[at].dataset.key || row.cells[at].textContent;
        sorted.sort((a, b) => sign * order.compare(key(a), key(b)));
        head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      }
      body.append(...sorted);
    });
  });
}
for (const table of document.querySelectorAll("table.filtered")) {
  const rows = [...table.tBodies[0].rows];
  const label = document.createElement("label");
  const input = document.createElement("input");
  const number = document.createElement("output");
  input.type = "search";
  label.className = "filter";
  label.append(table.dataset.filter, input, number);
  table.parentElement.before(label);
  input.addEventListener("input", () => {
    const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let kept = 0;
    for (const row of rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      kept += !row.hidden;
    }
    number.textContent = wanted.length ? kept + " / " + rows.length : "";
  });
}
