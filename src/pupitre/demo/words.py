"""The names that fictitious data are made of."""

LAST_NAMES = (
    "Petit", "Benali", "Garnier", "Lefèvre", "Nguyen", "Dubois", "Roussel", "Durand", "Moreau", "Le Goff", "Fontaine", "Chevalier",
    "Robin", "Masson", "Diallo", "Henry", "Perrin", "Morvan", "Rivière", "Brunet", "Giraud", "Lacroix", "Fabre", "Colin", "Vidal",
    "Aubry", "Leclerc", "Renaud", "Bourgeois", "Gaillard", "Picard", "Hubert", "Dupuis", "Carpentier", "Meyer", "Barbier", "Arnaud",
    "Rolland", "Olivier", "Jacquet", "Klein", "Collet", "Prévost", "Bouvier", "Millet", "Perrot", "Daniel", "Cousin", "Breton",
    "Besson", "Langlois", "Remy", "Legrand", "Pasquier", "Delmas", "Guérin", "Traoré", "Marchand", "Schmitt", "Weber", "Hoarau",
)  # fmt: skip
WOMEN = (
    "Anne", "Claire", "Inès", "Sophie", "Louise", "Nadia", "Camille", "Léa", "Julie", "Élodie", "Aïcha", "Marion", "Hélène", "Laure",
    "Manon", "Chloé", "Agathe", "Fatou", "Mathilde", "Sarah", "Pauline", "Margaux", "Solène", "Yasmine", "Céline", "Aurélie",
)  # fmt: skip
MEN = (
    "Karim", "Paul", "Marc", "Hugo", "Julien", "Thomas", "Nicolas", "Antoine", "Mehdi", "Bruno", "Vincent", "Olivier", "Yann",
    "Samuel", "Étienne", "Gaël", "Romain", "Cédric", "Baptiste", "Mathieu", "Loïc", "Damien", "Florian", "Adrien",
)  # fmt: skip
CENTRE_NAMES = (
    ("MSP des Tilleuls", "35470", "Bain-sur-Oust"),
    ("MSP du Val d'Arz", "56250", "Saint-Arz"),
    ("MSP des Quatre Rivières", "87400", "Rivières-le-Vieux"),
    ("MSP du Port", "29770", "Port-Hamon"),
    ("MSP de la Tour", "42110", "La Tour-en-Forez"),
    ("MSP du Marais", "59300", "Marais-l'Abbé"),
    ("MSP des Causses", "46500", "Causse-Bas"),
)
SITE_NAMES = (
    "Site du Bourg",
    "Site de la Gare",
    "Site des Écoles",
    "Site du Moulin",
    "Site de l'Étang",
    "Site du Marché",
)
ROOM_NAMES = ("Cèdre", "Tilleul", "Chêne", "Bouleau")
# How a team of this trade is usually made (mean Nouvelle-Aquitaine team of 2025: 5.4 nurses, 4.1 GPs, 3.6 physiotherapists).
TEAM = (
    ("medecin_generaliste", 4), ("infirmier", 5), ("masseur_kinesitherapeute", 4), ("pharmacien", 2), ("orthophoniste", 2),
    ("sage_femme", 1), ("pedicure_podologue", 1), ("dieteticien", 1), ("chirurgien_dentiste", 1), ("ipa", 1), ("psychologue", 1),
    ("ergotherapeute", 1),
)  # fmt: skip
SMALL_TEAM = (
    ("medecin_generaliste", 2),
    ("infirmier", 3),
    ("masseur_kinesitherapeute", 1),
    ("pharmacien", 1),
    ("orthophoniste", 1),
)
AGENDA = (
    "Protocole « plaies chroniques » : qui fait quoi", "Permanence du samedi", "Atelier diabète : bilan et suite", "Accueil des stagiaires",
    "Vaccination antigrippale : organisation", "Logiciel partagé : codage des protocoles", "Affichage des horaires", "Soins non programmés de l'été",
    "Projet sport-santé", "Locaux : salle de réunion", "Questionnaire de satisfaction des patients", "Coordination avec l'hôpital",
    "Dépistage du surpoids de l'enfant", "Plan de préparation aux crises", "Budget de l'année", "Formation aux premiers secours",
)  # fmt: skip
DECISIONS = (
    "La photo de plaie est prise par l'infirmière et déposée dans le dossier partagé le jour même", "Rédiger la fiche d'une page",
    "Afficher les horaires d'hiver à l'entrée", "Tenir un créneau de soins non programmés chaque matin", "Commander le matériel de l'atelier",
    "Écrire à la mairie pour la salle", "Relire le protocole avant la prochaine réunion", "Prendre contact avec la CPTS",
    "Préparer le questionnaire patients", "Mettre à jour la charte d'engagement", "Organiser la venue des deux externes",
    "Chiffrer le défibrillateur", "Envoyer le compte rendu au délégué de la CPAM", "Fixer les dates de formation",
)  # fmt: skip
NOTES = (
    "Tour de table : chacun dit ce qui marche et ce qui bloque. On garde ce qui se fait déjà, on écrit le reste.",
    "Le point est clair pour tout le monde. Une relecture avant la prochaine fois, puis on valide.",
    "Deux propositions comparées ; la plus simple est retenue pour trois mois, puis on fait le point.",
    "Manque encore un chiffre : la coordination le demande et l'envoie avant la prochaine réunion.",
    "Accord de principe. Les absents auront le compte rendu et une semaine pour réagir.",
)  # fmt: skip
IDEAS = (
    "Un panneau pour orienter les patients entre les deux sites", "Les téléphones sonnent dans le vide entre 12 h et 14 h",
    "Parler du remplacement d'août avant juin", "Un atelier nutrition avec l'école", "La salle de réunion est trop petite à plus de quinze",
    "Partager l'agenda des soins non programmés",
)  # fmt: skip
