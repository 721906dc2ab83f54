"""Makes numbers.tsv: numbers of companies' registers as somebody writes them, and as the registers do, by python-stdnum's own
examples.

    pip install python-stdnum==2.2 && python3 make.py > numbers.tsv

A line: the field of assets/registers.toml, the number as written, the number without anything between its digits. Both forms
of an example (`validate` and `format`), and each with the country before it where the same number is one for value added tax.
"""

import importlib
import inspect
import re

MODULES = {
    "register_siren": ["fr.siren"],
    "register_siret": ["fr.siret"],
    "register_lei": ["lei"],
    "register_vat": [
        "at.uid", "be.vat", "bg.vat", "cy.vat", "cz.dic", "de.vat", "dk.cvr", "ee.kmkr", "es.nif", "eu.vat", "fi.alv", "fr.tva",
        "gb.vat", "gr.vat", "hr.oib", "hu.anum", "ie.vat", "it.iva", "lt.pvm", "lu.tva", "lv.pvn", "mt.vat", "nl.btw",
        "no.mva", "pl.nip", "pt.nif", "ro.cf", "se.vat", "si.ddv", "sk.dph", "ch.vat",
    ],
    "register_nif": ["es.nif", "pt.nif"],
    "register_nip": ["pl.nip"],
    "register_regon": ["pl.regon"],
    "register_orgnr": ["no.orgnr", "no.mva", "se.orgnr"],
    "register_cvr": ["dk.cvr"],
    "register_ytunnus": ["fi.ytunnus"],
    "register_uid": ["ch.uid", "ch.vat"],
    "register_abn": ["au.abn"],
    "register_acn": ["au.acn"],
    "register_cnpj": ["br.cnpj"],
    "register_oib": ["hr.oib"],
    "register_ein": ["us.ein"],
}
# The country that stands before the number where it is one for value added tax.
COUNTRY = {"pl.nip": "PL", "no.orgnr": "NO", "dk.cvr": "DK", "hr.oib": "HR", "pt.nif": "PT", "es.nif": "ES", "fr.siren": "FR"}
EXAMPLE = re.compile(r">>> (?:validate|format|compact)\((?:')([^']+)(?:')\)[^\n]*\n\s*'([^']+)'")


def main():
    print("# Numbers of registers, from the examples of python-stdnum 2.2 (LGPL-2.1-or-later), made by make.py on 2026-11-30.")
    rows = []
    for field, modules in MODULES.items():
        for name in modules:
            module = importlib.import_module("stdnum." + name)
            for given, shown in EXAMPLE.findall(inspect.getdoc(module)):
                try:
                    number = module.validate(given)
                except Exception:
                    continue
                writings = [given, shown]
                if name in COUNTRY and field != "register_vat":
                    country = COUNTRY[name]
                    writings += [f"{country}{number}"]
                    bare = [text for text in (given, shown) if not text.upper().startswith(country)]
                    writings += [f"{country} {text}" for text in bare] + [f"{country.lower()}-{text}" for text in bare]
                rows += [(field, written, number) for written in writings]
    for field, written, number in dict.fromkeys(rows):
        print(f"{field}\t{written}\t{number}")


main()
