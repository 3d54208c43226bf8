"""What the program says: every message is a code with named parameters, until it is shown.

`catalogue` holds the templates and makes sentences of them; the modules beside it declare the
messages by subject. `failures` are the exceptions, `text` makes words from files safe to show,
`translate` chooses the language.
"""
