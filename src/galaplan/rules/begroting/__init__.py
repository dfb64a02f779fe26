"""Family BEG: the arithmetic of the budget, within the plan and against what there is to ask.

- `bedragen`: whether the amounts are whole euros (BEG001),
- `dekking`: costs and the lines that pay them (BEG002),
- `totaal`: what is asked in all, and its parts (BEG004),
- `aanvraag`: what is charged and what was asked for it (BEG003),
- `besteding`: what the money is spent on (BEG009, BEG011),
- `landelijk`: the amounts for the whole country (BEG005, BEG007, BEG008, BEG010),
- `toegekend`: what is granted to the municipality, and how much of it may be carried over (BEG014, BEG015).

`reserves` and `overloop` are loaded for plans that leave money over or carry it to a later year.
"""
