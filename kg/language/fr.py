"""French words and labels as data; no rule of the code names a word.

Dependency labels are those of Universal Dependencies; a subtype ("nsubj:pass") is listed
where it means something of its own, else a label stands for its subtypes too
(`kg.language.clauses.label` cuts them off).
"""

from __future__ import annotations

# --- characters -------------------------------------------------------------------------------
#: One character for one character, so that offsets hold: what the pipeline reads.
NORMAL = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'",
        "“": "«", "”": "»", "„": "«", "‟": "»",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ",
        "\n": " ", "\t": " ", "\r": " ", "\u2028": " ", "\u2029": " ", "\x0b": " ", "\x0c": " ",
        "‐": "-", "‑": "-", "\u00ad": "-",
    }
)  # fmt: skip
OPEN_QUOTES = frozenset('«"')
CLOSE_QUOTES = frozenset('»"')

# --- dependency labels ------------------------------------------------------------------------
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
PASSIVE_AUX = frozenset({"aux:pass"})
OBJECTS = frozenset({"obj"})
INDIRECT_OBJECTS = frozenset({"iobj"})
OBLIQUES = frozenset({"obl", "nmod"})
AGENTS = frozenset({"obl:agent"})
RELATIVE = frozenset({"acl:relcl", "advcl:cleft"})
NAME_PARTS = frozenset({"flat", "fixed", "compound"})
APPOSITIONS = frozenset({"appos", "flat", "parataxis"})
OPEN_COMPLEMENTS = frozenset({"xcomp"})
CLAUSAL_COMPLEMENTS = frozenset({"ccomp", "xcomp"})
EXPLETIVE = frozenset({"expl"})
EXPLETIVE_SUBJECTS = frozenset({"expl:subj"})

# --- verbs ------------------------------------------------------------------------------------
#: Verbs that, with a noun as their object, say no more than the noun.
SUPPORT_VERBS = frozenset(
    """faire avoir nouer signer conclure sceller annoncer officialiser confirmer mener engager entamer lancer prendre
    réaliser effectuer opérer poursuivre renforcer étendre élargir prolonger renouveler négocier préparer finaliser boucler
    apporter accorder octroyer exprimer adresser recevoir obtenir détenir posséder établir former créer entretenir maintenir
    ouvrir formuler porter déposer infliger prononcer ordonner commander décider promettre dévoiler présenter proposer
    envisager prévoir évoquer commencer débuter achever terminer célébrer organiser tenir remporter décrocher concrétiser
    étudier autoriser approuver bloquer suspendre rompre démentir annuler consentir donner rendre passer livrer""".split()
)
#: Their bare past participle is said of who did it (« décédée à Thiès »), not of what was done to it.
#: « passé **par** l'université de X »: no agent.
GOING_BY = frozenset({"passer"})
UNACCUSATIVE_VERBS = frozenset(
    """naître mourir décéder arriver partir venir aller devenir rester tomber entrer sortir retourner rentrer monter descendre
    parvenir revenir repartir redevenir remonter survenir intervenir advenir issir naitre apparaître disparaître trépasser""".split()
)
#: « X **se fait** racheter par Y », « **s'est vu** infliger »: with a reflexive, what the infinitive says is done to the subject.
CAUSATIVES = frozenset({"faire", "laisser", "voir"})
#: « Les actions se **vendent** »: what « se » makes passives of, where others are reflexive (« X s'appuie sur Y »).
MIDDLE_VERBS = frozenset(
    "vendre revendre acheter louer négocier échanger payer monnayer chiffrer construire bâtir fabriquer produire"
    " consommer boire manger lire écrire dire voir faire traiter utiliser signer décider régler préparer organiser"
    " jouer distribuer diffuser parler pratiquer mesurer tourner".split()
)
#: Their noun complement describes the subject even where the parser takes it for an object.
ATTRIBUTIVE_VERBS = frozenset("devenir redevenir rester demeurer sembler paraître être".split())
#: « élue à la présidence », « entrer au gouvernement »: what happens to the verb happens to the post.
POST_VERBS = frozenset(
    """élire nommer désigner porter accéder entrer propulser promouvoir installer succéder réélire renommer reconduire
    confirmer maintenir hisser parachuter introniser rappeler hériter évincer débarquer chasser limoger démettre destituer
    démissionner""".split()
)
#: With « en pourparlers », « à la tête », these say that the subject is so.
STATE_VERBS = frozenset("être entrer rester demeurer arriver placer mettre trouver retrouver lancer parvenir".split())
STATE_PREPOSITIONS = frozenset({"en", "à", "sous", "dans", "sur"})
#: Infinitive under these is the subject's, or the verb only shades it; value: what it does to factuality.
MODALS = {
    "pouvoir": "", "devoir": "planned", "aller": "planned", "venir": "", "commencer": "", "continuer": "", "finir": "",
    "vouloir": "planned", "souhaiter": "planned", "espérer": "planned", "compter": "planned", "prévoir": "planned",
    "entendre": "planned", "chercher": "planned", "tenter": "planned", "essayer": "planned", "viser": "planned",
    "ambitionner": "planned", "projeter": "planned", "décider": "planned", "promettre": "planned", "engager": "planned",
    "préparer": "planned", "apprêter": "planned", "accepter": "planned", "proposer": "planned", "programmer": "planned",
    "ordonner": "planned", "négocier": "uncertain", "envisager": "uncertain", "songer": "uncertain", "penser": "uncertain",
    "réfléchir": "uncertain", "hésiter": "uncertain", "menacer": "uncertain", "étudier": "uncertain", "rêver": "uncertain",
    "lorgner": "uncertain", "briguer": "planned", "convoiter": "uncertain", "sembler": "uncertain", "paraître": "uncertain", "soupçonner": "uncertain", "suspecter": "uncertain",
    "risquer": "uncertain", "refuser": "negated", "renoncer": "negated", "échouer": "negated", "éviter": "negated",
    "exclure": "negated", "manquer": "negated", "omettre": "negated", "empêcher": "negated", "interdire": "negated",
    "dissuader": "negated",
}  # fmt: skip
#: Conditional forms of these announce rather than guess.
FIRM_CONDITIONALS = frozenset({"devoir"})
UNCERTAIN_CONDITIONALS_EXEMPT = frozenset({"vouloir", "souhaiter", "aimer"})
NEGATION_MARKS = frozenset("pas plus jamais point guère nullement aucunement ni non".split())
NEGATIVE_DETERMINERS = frozenset({"aucun", "nul"})
NEGATIVE_PREPOSITIONS = frozenset({"sans", "faute de"})
NEGATIVE_SUBJECTS = frozenset({"personne", "aucun", "nul", "rien"})
#: Nouns whose complement is no more than a project, a rumour, or a failure.
PLAN_NOUNS = frozenset(
    "projet plan intention volonté ambition objectif souhait promesse engagement candidature préparatif vocation".split()
)
RUMOUR_NOUNS = frozenset(
    "rumeur hypothèse possibilité éventualité soupçon spéculation bruit menace scénario piste crainte tentative".split()
)
REFUSAL_NOUNS = frozenset("refus échec abandon absence impossibilité".split())
PLAN_ADJECTIVES = frozenset("futur prochain prêt prévu projeté envisagé attendu promis".split())
RUMOUR_ADJECTIVES = frozenset(
    "éventuel possible probable présumé potentiel hypothétique supposé prétendu susceptible soupçonné suspecté".split()
)
HEDGES = frozenset(
    "peut-être probablement éventuellement apparemment vraisemblablement prétendument présumément".split()
)
FORMER_ADJECTIVES = frozenset("ancien ex précédent défunt feu".split())
FORMER_PREFIX = "ex-"
#: Joins two verbs that may share what stands behind them.
JOINING = frozenset({"et", "ou", "puis"})
#: What any negation of a verb has.
NE = frozenset({"ne", "n'"})
#: Puts one thing in the place of another that is denied.
BUT = "mais"
FORMER_ADVERBS = frozenset("autrefois jadis naguère anciennement".split())
#: « à la tête de », « numéro un de » are written in the lexicon; these only carry an argument on.
TRANSPARENT_NOUNS = frozenset(
    """capital part partie action titre majorité totalité ensemble moitié tiers quart activité branche reste essentiel
    bord côté siège direction cadre camp rang sein actif compte équipe effectif territoire sol nom plupart
    usage image service technologie solution outil secteur domaine marché développement avenir progrès bénéfice usine
    version exemplaire problème""".split()
)
#: Bodies and people that act for what they are of: « une **délégation** d'Iveco », « le **conseil** de X ».
GROUP_NOUNS = frozenset(
    """conseil direction délégation équipe section parquet comité bureau assemblée administration gouvernement autorité
    service police justice armée troupe force soldat milice rebelle combattant patrouille brigade garde enquêteur
    chercheur ingénieur scientifique représentant dirigeant émissaire négociateur responsable membre élu salarié
    employé joueur supporter homme partisan avocat juge procureur gendarme policier douanier clan camp famille tribunal
    agent cadre collaborateur technicien militant adhérent sympathisant activiste député sénateur militaire commando
    unité coureur footballeur état-major rédaction cellule""".split()
)
#: « l'**armée** pakistanaise »: what acts for the country that its demonym tells of.
STATE_BODIES = frozenset(
    """armée aviation marine flotte artillerie gouvernement exécutif autorité diplomatie troupe force missile drone
    police policier gendarmerie gendarme douane douanier junte régime soldat militaire garde-côte commando
    renseignement""".split()
)
#: « l'**État** norvégien » is the country.
STATE_NOUN = "état"
#: Nouns of quantity between a verb and its argument: « 49 % de Verkor ».
PARTITIVES = frozenset(
    "% pourcent tiers quart moitié majorité minorité dizaine centaine millier million milliard totalité part".split()
)

# --- control and attributes -------------------------------------------------------------------
#: The object, not the subject, of these does what the infinitive says.
OBJECT_CONTROL = frozenset(
    """permettre demander ordonner interdire conseiller proposer obliger forcer aider autoriser inviter accuser
    encourager empêcher charger convaincre contraindre soupçonner suspecter dissuader condamner enjoindre laisser voir
    sommer presser exhorter appeler pousser inciter""".split()
)
#: Participles that regular endings do not undo.
IRREGULAR_PARTICIPLES = {
    "né": "naître", "mort": "mourir", "détenu": "détenir", "soutenu": "soutenir", "élu": "élire", "issu": "issir",
    "vendu": "vendre", "battu": "battre", "pris": "prendre", "repris": "reprendre", "mis": "mettre",
    "promu": "promouvoir", "inscrit": "inscrire", "écrit": "écrire", "construit": "construire", "produit": "produire",
    "conduit": "conduire", "offert": "offrir", "ouvert": "ouvrir", "poursuivi": "poursuivre", "reçu": "recevoir",
    "conçu": "concevoir", "connu": "connaître", "venu": "venir", "devenu": "devenir",
}  # fmt: skip
ATTRIBUTE_PREPOSITIONS = frozenset({"comme", "en tant que", "en qualité de"})
#: Who has the post that was read last: « son **homologue** malien ».
PEER_NOUNS = frozenset({"homologue"})
POST_NOUNS = frozenset("poste fonction titre rôle mandat fauteuil siège place rang charge".split())
#: What becomes of a post: verb → what the post is to it → who has it then, and who has it no more.
POST_MOVES: dict[str, dict[str, tuple[str, str]]] = {
    verb: moves
    for verbs, moves in (
        (
            """prendre reprendre tenir détenir assurer occuper exercer assumer conserver garder récupérer décrocher obtenir
            remporter conquérir retrouver ravir briguer viser convoiter lorgner""",
            {":obj": (":subj", "")},
        ),
        ("confier attribuer offrir proposer déléguer", {":obj": ("à", "")}),
        ("céder laisser transmettre remettre passer", {":obj": ("à", ":subj")}),
        ("quitter abandonner lâcher rendre délaisser", {":obj": ("", ":subj")}),
        ("revenir échoir incomber", {":subj": ("à", "")}),
        ("hériter emparer saisir", {"de": (":subj", "")}),
        ("accéder arriver parvenir rester demeurer", {"à": (":subj", "")}),
        (
            """nommer renommer élire réélire porter promouvoir propulser désigner placer installer hisser appeler rappeler
            reconduire maintenir confirmer parachuter introniser""",
            {"à": (":obj", ""), "dans": (":obj", "")},
        ),
        ("évincer écarter chasser débarquer limoger démettre destituer", {"de": ("", ":obj")}),
        ("retirer ôter", {":obj": ("", "à")}),
        ("démissionner", {"de": ("", ":subj")}),
        ("remplacer", {"à": (":subj", ":obj")}),
        ("succéder", {"à": (":subj", "à")}),
    )
    for verb in verbs.split()
}
#: « le patron du **groupe** »: the body spoken of.
THE_BODY = frozenset("groupe entreprise société firme maison compagnie établissement organisation institution".split())
#: « Renault **s'est choisi** un PDG »: who somebody is to the subject.
BEING_GIVEN = frozenset("avoir tenir trouver choisir donner doter offrir recruter".split())
#: « X **succède** à Y comme PDG »: the slot of whoever had the post; and « en **remplacement** de Y ».
REPLACING = {"succéder": "à", "remplacer": ":obj"}
REPLACEMENTS = frozenset({"remplacement", "place"})
#: « élue **présidente** »: their passive says who somebody is.
ELECTING_VERBS = frozenset("élire réélire nommer renommer désigner sacrer proclamer introniser promouvoir".split())
#: Posts that taggers take for names.
POST_SIGLES = frozenset("ceo pdg dg p-dg drh daf dsi dga cfo cto coo cmo".split())
#: « **conservera** son mandat de maire »: whoever will keep a post has it.
KEEPING_VERBS = frozenset("conserver garder maintenir rester demeurer confirmer reconduire".split())
RELATIVE_PRONOUNS = frozenset(
    """qui que qu' dont où lequel laquelle lesquels lesquelles auquel duquel auxquels auxquelles desquels
    desquelles""".split()
)

# --- who says it ------------------------------------------------------------------------------
REPORTING_VERBS = frozenset(
    """accuser admettre affirmer ajouter alerter analyser annoncer appeler arguer assurer avancer avertir avouer
    chiffrer citer clamer commenter concéder conclure confier confirmer considérer constater contester craindre croire corriger
    décider déclarer décrire démentir dénoncer déplorer détailler dévoiler dire écrire encourager énoncer espérer estimer
    évaluer évoquer expliquer exposer garantir glisser garder imaginer indiquer informer insister insinuer interroger
    juger jurer justifier laisser lancer lâcher marteler mentionner murmurer narrer nier nuancer noter objecter observer
    paraphraser penser plaider pointer poursuivre préciser prédire prétendre prévenir proclamer promettre prôner prononcer
    publier raconter railler rappeler rapporter rassurer reconnaître récuser redouter regretter relater relever remarquer
    renchérir répéter répliquer répondre résumer rétorquer révéler savoir signaler souffler souligner sourire soutenir
    suggérer supposer tonner tranche trancher tweeter vanter voir engager réagir insurger féliciter réjouir indigner
    tempêter ironiser plaisanter soupirer témoigner conseiller recommander réclamer réaffirmer titrer sous-entendre
    entendre ébruiter certifier attester maintenir prévoir écarter exclure""".split()
)
#: Forms of the present that taggers take for nouns and adjectives: « …, **tranche** X », « …, **avance** X ».
REPORTING_FORMS = frozenset(verb[:-1] for verb in REPORTING_VERBS if verb.endswith("er")) | {"dément"}
#: « X **dément** vouloir … », which taggers take for an adverb.
DENYING_FORMS = frozenset({"dément"})
#: With these, what another does in the infinitive is the speaker's word: « X l'accuse d'avoir … ».
ACCUSING_VERBS = frozenset("accuser reprocher soupçonner suspecter blâmer".split())
#: With these, what the speaker did in the infinitive is.
ADMITTING_VERBS = frozenset(
    "reconnaître avouer admettre nier démentir contester réfuter affirmer assurer prétendre dire".split()
)
#: « a-t-on **appris** auprès de X »
LEARNING_VERBS = frozenset({"apprendre", "savoir"})
LEARNT_FROM = frozenset({"auprès de", "de", "par"})
#: What has its source in what it is « of »: « selon l'**enquête** du Monde ».
SOURCE_NOUNS = frozenset(
    """enquête rapport article étude information révélation sondage communiqué porte-parole entourage source document
    calcul estimation agence quotidien journal magazine site hebdomadaire chaîne radio presse analyse note dépêche
    déclaration confidence tribune chiffre donnée statistique baromètre bilan plainte service correspondant""".split()
)
SOURCE_LINKS = frozenset({"de", "par", "dans", "chez"})
#: What is reported with these is hearsay; with those it is denied.
RUMOUR_VERBS = frozenset(
    "insinuer prétendre suggérer supposer imaginer murmurer soupçonner sous-entendre spéculer redouter craindre".split()
)
#: « laisser entendre », « croire savoir »: verb + infinitive.
RUMOUR_LOCUTIONS = frozenset(
    {
        ("laisser", "entendre"),
        ("laisser", "sous-entendre"),
        ("laisser", "penser"),
        ("croire", "savoir"),
        ("faire", "croire"),
    }
)
DENIAL_VERBS = frozenset("démentir nier récuser contester réfuter exclure écarter".split())
#: « selon X », « d'après X », « à en croire X ».
SURE_SOURCE_PREPOSITIONS = frozenset({"selon", "d'après", "de après", "dixit"})
SOURCE_VERBS = frozenset({"croire"})
#: « une source citée par Reuters », « un audit consulté par Le Monde ».
RELAY_VERBS = frozenset("citer consulter relayer interroger joindre contacter publier recueillir rapporter".split())

# --- people, names ----------------------------------------------------------------------------
CIVILITIES = {
    "m.": "m", "mr": "m", "mr.": "m", "monsieur": "m", "mm.": "m", "messieurs": "m", "me": "", "me.": "", "maître": "",
    "mme": "f", "mme.": "f", "madame": "f", "mmes": "f", "mlle": "f", "mlle.": "f", "mademoiselle": "f", "mesdames": "f",
    "dr": "", "dr.": "", "docteur": "", "pr": "", "pr.": "", "professeur": "", "sir": "m", "lady": "f", "lord": "m",
    "don": "m", "dona": "f", "mgr": "m", "monseigneur": "m", "général": "", "colonel": "", "capitaine": "", "père": "m",
    "sœur": "f", "saint-père": "m",
}  # fmt: skip
#: Adjectives of parties, which name them in the plural → that plural.
PARTISANS = {
    "républicain": "républicains", "démocrate": "démocrates", "travailliste": "travaillistes", "socialiste": "socialistes",
    "communiste": "communistes", "social-démocrate": "sociaux-démocrates", "chrétien-démocrate": "chrétiens-démocrates",
}  # fmt: skip
DETERMINERS = (
    "le ",
    "la ",
    "les ",
    "l'",
    "un ",
    "une ",
    "des ",
    "du ",
    "de la ",
    "de l'",
    "d'",
    "ce ",
    "cet ",
    "cette ",
    "ces ",
)
LEGAL_SUFFIXES = frozenset(
    "sa sas sarl inc inc. corp corp. corporation ltd ltd. llc plc gmbh ag nv bv spa se co co. company sasu eurl".split()
)
#: What may bear the full name of a person: « le groupe Jean Dupont ».
NAMED_FOR_FOUNDERS = frozenset(
    "groupe société entreprise maison cabinet agence marque fondation fonds étude galerie studio laboratoire label"
    " enseigne holding librairie".split()
)
#: A noun that these stand before at once is the head of its phrase.
ARTICLES = frozenset({"le", "la", "l'", "les", "du", "au", "des", "aux"})
GENDERED_DETERMINERS = {
    "le": "m",
    "un": "m",
    "ce": "m",
    "cet": "m",
    "du": "m",
    "au": "m",
    "la": "f",
    "une": "f",
    "cette": "f",
}
NOMINAL_DETERMINERS = frozenset("le ce".split())
#: Nouns of grammatical use that look like people or bodies, and are no one in particular.
EMPTY_NOUNS = frozenset(
    "état fois cas année mois jour semaine temps point chose fait suite cours fin début place nombre".split()
)

PERSONAL_PRONOUNS = {
    "il": ("m", "s"), "elle": ("f", "s"), "ils": ("m", "p"), "elles": ("f", "p"), "lui": ("", "s"), "leur": ("", "p"),
    "eux": ("m", "p"), "le": ("m", "s"), "la": ("f", "s"), "les": ("", "p"), "l'": ("", "s"), "celui-ci": ("m", "s"),
    "celle-ci": ("f", "s"), "ceux-ci": ("m", "p"), "celles-ci": ("f", "p"), "ce dernier": ("m", "s"), "cette dernière": ("f", "s"),
    "-il": ("m", "s"), "-elle": ("f", "s"), "-t-il": ("m", "s"), "-t-elle": ("f", "s"), "-ils": ("m", "p"), "-elles": ("f", "p"),
    "-t-ils": ("m", "p"), "-t-elles": ("f", "p"), "-le": ("m", "s"), "-la": ("f", "s"), "-les": ("", "p"), "-lui": ("", "s"),
    "-leur": ("", "p"), "lui-même": ("m", "s"), "elle-même": ("f", "s"), "eux-mêmes": ("m", "p"), "elles-mêmes": ("f", "p"),
}  # fmt: skip
SUBJECT_PRONOUNS = frozenset("il elle ils elles -il -elle -t-il -t-elle -ils -elles -t-ils -t-elles".split())
#: « un vaccin **baptisé** X »
NAMING_VERBS = frozenset("baptiser nommer dénommer intituler surnommer prénommer appeler".split())
#: « Chez X, **on** … »
ANYBODY = frozenset(("on", "l'on"))
OBJECT_CLITICS = frozenset("le la l' les -le -la -les".split())
DATIVE_CLITICS = frozenset("lui leur -lui -leur".split())
POINTING_PRONOUNS = frozenset("celui-ci celle-ci ceux-ci celles-ci".split())
#: Clitics for a complement, and its prepositions: « **y** investit », « **en** détient 20 % ».
CLITIC_COMPLEMENTS = {"en": ("de",), "y": ("à", "dans", "chez")}
#: « ce **dernier** », « l'**intéressée** »: nouns that point at somebody as pronouns do.
POINTING_NOUNS = frozenset("dernier dernière intéressé intéressée".split())
#: « les **deux** hommes », « le **couple** »: how many are meant.
COUNTS = {"deux": 2, "trois": 3, "quatre": 4}
GROUP_COUNTS = {"couple": 2, "duo": 2, "tandem": 2, "binôme": 2, "trio": 3}
#: « le **premier** …, le **second** … », of two.
ORDINALS = {"premier": 0, "première": 0, "second": 1, "seconde": 1}
#: They take no object: what stands behind them is their subject.
INTRANSITIVES = frozenset(
    "naître renaître mourir décéder périr arriver exister apparaître disparaître surgir siéger régner".split()
)
#: « **il** faut »: verbs whose subject is nobody.
IMPERSONAL_VERBS = frozenset("falloir agir sembler pleuvoir suffire".split())
REFLEXIVES = frozenset({"se", "s'"})
POSSESSIVES = {"son": "s", "sa": "s", "ses": "s", "leur": "p", "leurs": "p"}
#: In a quote: the speaker, and those for whom the speaker speaks.
FIRST_PERSON_SINGULAR = frozenset("je j' me m' moi mon ma mes -je".split())
FIRST_PERSON_PLURAL = frozenset("nous notre nos -nous".split())
#: « quatre hommes, **dont** X », « **parmi lesquels** X »
AMONG_WHICH = frozenset({"dont", "lesquels", "lesquelles"})
#: « celle d'Alstom »
THAT_ONE = "celui"

# --- prepositions -----------------------------------------------------------------------------
#: Surface forms (lower case) → the lemma that the lexicon writes.
PREPOSITIONS = {
    "du": "de", "des": "de", "d'": "de", "de": "de", "de l'": "de", "de la": "de", "au": "à", "aux": "à", "a": "à",
    "dedans": "dans", "lors": "lors de", "près": "près de", "autour": "autour de", "hors": "hors de", "en": "en",
    "face": "face à", "grâce": "grâce à", "auprès": "auprès de", "au sein": "au sein de", "à bord": "à bord de",
}  # fmt: skip
#: « de Paris à Lyon »
ORIGINS = frozenset({"de", "d'", "du", "des", "depuis", "entre"})
#: Verbs of what is said or done of an event from elsewhere: « à Bruxelles, il a **commenté** le sommet »
ELSEWHERE_VERBS = frozenset(
    "annoncer apprendre arriver attribuer commenter commémorer condamner connaître critiquer dénoncer dire déclarer échapper"
    " estimer évoquer fêter fuir grandir mourir naître parler partir préparer raconter rappeler regarder rentrer revenir"
    " rêver saluer souhaiter suivre viser vivre".split()
)
#: First words of the names of prizes, which are where they are handed over and nowhere else
PRIZES = frozenset("césar goncourt lion médaille molière nobel oscar ours palme prix renaudot".split())
#: Prepositions of where something is
LOCATIVES = frozenset({"à", "en", "dans", "sur"})
GOALS = frozenset({"à", "au", "aux", "vers", "jusqu'à", "en"})
#: Words before a preposition that change nothing of it: « cédée **depuis** à X », « sous-traitant d'Apple **comme** de Dell ».
LOOSE_PREPOSITIONS = frozenset({"depuis", "comme"})
#: Words that make a preposition with « de », and that parsers take for the complement itself.
COMPOUND_HEADS = frozenset(
    "auprès sein côtés côté bord profit faveur cœur encontre égard issue aide lors cours occasion".split()
)
#: Last word of a compound preposition: « face au » → "face à".
CONTRACTIONS = {"du": "de", "des": "de", "d'": "de", "au": "à", "aux": "à"}
#: Participles that say « contre » of a noun: « une enquête visant X ».
VERBAL_PREPOSITIONS = frozenset("visant concernant frappant touchant".split())
#: Forms that taggers take for nouns after a clitic: « X l'emporte sur Y ».
VERBS_LIKE_NOUNS = {"emporte": "emporter", "emportent": "emporter"}
OBJECT_RELATIVES = frozenset({"que", "qu'"})
RELATIVE_SLOTS = {
    "qui": ":subj", "que": ":obj", "qu'": ":obj", "dont": "de", "où": "dans", "auquel": "à", "auxquels": "à",
    "auxquelles": "à", "duquel": "de", "desquels": "de", "desquelles": "de",
}  # fmt: skip
PLURAL_RELATIVES = frozenset("lesquels lesquelles auxquels auxquelles desquels desquelles".split())
#: « un nouveau patron **en la personne de** X »
IN_PERSON = "personne"
#: « Jean-Philippe Smet (**dit** Johnny Hallyday) », « Constantinople, **aujourd'hui** Istanbul, »: another name follows.
APPELLATIONS = frozenset(
    "alias|dit|dite|dits|dites|aujourd'hui|anciennement|autrefois|jadis|naguère|autrement dit|de son vrai nom"
    "|de son nom de scène|nom de code|nom de scène|nom de guerre".split("|")
)
APPELLATION_ENDS = frozenset(words.split()[-1] for words in APPELLATIONS)
#: « une robe **signée** X »: the name right behind is by whom.
SIGNED = frozenset({"signer"})
#: « **parmi** les sociétés de X **figurent** A et B »
FIGURING_VERBS = frozenset("figurer compter trouver retrouver citer".split())
AMONG = "parmi"
#: « **plusieurs** banques prêtent : A, B et C »
SOME = frozenset({"plusieurs", "quelques", "différents"})
#: « **Outre** Word, Microsoft édite Bing », « Thales, **à l'instar de** Safran, »: who does, or is done to, the same.
ALSO = tuple("outre|en plus|en sus|au-delà|après".split("|"))
ALSO_DOER = tuple(
    "comme|tout comme|à l'instar|à l'image|à l'exemple|aux côtés|au côté|en compagnie|au même titre que|de même que".split(
        "|"
    )
)
#: Of these, what says so at the beginning of a sentence only.
ALSO_FIRST = frozenset({"après"})
#: « l'un des clients »
ONE_OF = frozenset({"un", "une"})
#: « X **fait partie** des sociétés qui … », « X est de **ceux** qui … »
PART_VERB, PART = "faire", "partie"
THOSE = frozenset({"ceux", "celles"})

# --- time -------------------------------------------------------------------------------------
MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "décembre": 12, "janv.": 1, "févr.": 2, "avr.": 4, "juil.": 7, "sept.": 9, "oct.": 10,
    "nov.": 11, "déc.": 12,
}  # fmt: skip
DAYTIMES = frozenset("matin midi soir nuit après-midi jour semaine mois année veille lendemain".split())
#: « a tué mardi **X** » names no Tuesday.
TIME_NOUNS = (
    DAYTIMES | MONTHS.keys() | frozenset("lundi mardi mercredi jeudi vendredi samedi dimanche an ans fois".split())
)
#: Words, without accents, in the names of events in which nobody meets an opponent
NO_CONTESTS = frozenset(
    "accident attaque attentat bataille biennale catastrophe colloque conference congres convention crise cyclone exposition"
    " festival fete foire forum greve guerre incendie manifestation massacre naufrage operation ouragan proces revolution"
    " salon seisme sommet tempete typhon".split()
)
#: What stands for the contest that all speak of: « a pris la tête de **la course** »
STAGES = frozenset(
    "classement compétition concours course épreuve étape finale flotte général groupe manche match mètre mille minute"
    " partie peloton régate scrutin seconde suffrage tableau tour tournoi voix".split()
)
WEEKDAYS = {"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6}

# --- money and measures -----------------------------------------------------------------------
CURRENCIES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "dollar": "USD", "dollars": "USD", "livre": "GBP", "livres": "GBP",
    "£": "GBP", "yen": "JPY", "yens": "JPY", "yuan": "CNY", "yuans": "CNY", "franc": "CHF", "francs": "CHF", "rouble": "RUB",
    "roubles": "RUB", "roupie": "INR", "roupies": "INR", "réal": "BRL", "reals": "BRL", "reais": "BRL", "won": "KRW", "wons": "KRW",
    "dirham": "AED", "dirhams": "AED", "peso": "MXN", "pesos": "MXN", "zloty": "PLN", "zlotys": "PLN", "couronnes": "SEK",
    "dinar": "DZD", "dinars": "DZD", "shekel": "ILS", "shekels": "ILS",
}  # fmt: skip
SCALES = {"cent": 1e2, "mille": 1e3, "millier": 1e3, "milliers": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9,
          "milliards": 1e9, "billion": 1e12, "billions": 1e12, "m": 1e6, "md": 1e9, "mds": 1e9, "mrd": 1e9, "k": 1e3, "mille milliards": 1e12}  # fmt: skip
