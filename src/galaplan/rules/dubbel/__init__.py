"""Family DUB: money that is counted twice, as far as one file can say.

A cost has two sides, its SPUK money and its IZA money. Both may stand side by side; the same thing paid from both
without saying which part is whose is the fault. Rules are in

- `kostenpost`: one cost and who pays it (DUB001, DUB002, DUB016),
- `zelfde_activiteit`: two costs for one activity, one paid by SPUK and one by IZA (DUB003),
- `binnen_spuk`: one thing under several components (DUB014),
- `herleidbaar`: what the accounts need to tell the money apart (DUB004, DUB005),

and in `rules.samenloop` those on what both may pay for (DUB006 to DUB010). The other modules are what these work with;
`boven_kosten` and `gelijkenis` are loaded only for plans that give reason to look further.
"""
