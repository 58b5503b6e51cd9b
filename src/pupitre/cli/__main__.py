"""The `pupitre` command: finds the act by name, runs it, and says errors in one line."""

import argparse
import importlib
import sys
from types import ModuleType

from pupitre.core.outages import outage_of

# Command -> (module, one line of help). A module gives add_arguments(parser) and run(args) -> exit code.
COMMANDS = {
    "serve": ("serve", "lance le site et les travaux de fond"),
    "worker": ("worker", "lance les travaux de fond seuls"),
    "migrate": ("migrate", "crée ou met à jour la base"),
    "demo": ("demo", "trois MSP fictives pour essayer"),
    "seed": ("seed", "des données fictives à toute échelle"),
    "logins": ("logins", "les comptes de la démonstration"),
    "urls": ("urls", "toutes les adresses, avec leur permission"),
    "backup": ("backup", "sauvegarde tout dans un fichier, pendant que Pupitre sert"),
    "restore": ("restore", "remet une sauvegarde dans un dossier vide"),
    "export-centre": (
        "export_centre",
        "une structure entière, dans une archive lisible sans Pupitre",
    ),
    "import-centre": ("import_centre", "une structure exportée ailleurs, ajoutée ici"),
    "check": ("check", "vérifie les réglages"),
    "verify-audit": ("verify_audit", "vérifie que le journal n'a pas été altéré"),
    "purge": ("purge", "ce qui a passé sa durée de conservation"),
    "import-rpps": ("import_rpps", "lit l'extraction RPPS en libre accès"),
    "aci-cases": ("aci_cases", "calcule des cas ACI"),
    "aci-recompute": ("aci_recompute", "recalcule l'ACI de toutes les structures"),
    "roster-solve": ("roster_solve", "résout un planning au format Shift Scheduling"),
}


def command(name: str) -> ModuleType:
    return importlib.import_module(f"pupitre.cli.{COMMANDS[name][0]}")


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = refused or failed, 2 = wrong words."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(
        prog="pupitre", description="Pupitre, la coordination d'une MSP."
    )
    acts = parser.add_subparsers(dest="command", required=True, metavar="commande")
    for name, (_, line) in COMMANDS.items():
        act = acts.add_parser(name, help=line, description=line)
        if words[:1] == [name]:
            command(name).add_arguments(act)
    args = parser.parse_args(words)
    try:
        return int(command(args.command).run(args))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a command ends with one line, never a traceback
        outage = outage_of(error)
        print(f"pupitre {args.command} : {outage.sentence if outage else error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
