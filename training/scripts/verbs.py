"""French conjugation, for the lemmatizer: the forms of an infinitive.

Written for this project (CC0). Only simple tenses and participles; defective verbs get a few forms too many,
which does no harm in a table that is read from form to infinitive.
"""

from __future__ import annotations

from collections.abc import Iterator

PRESENT_ER = ("e", "es", "e", "ons", "ez", "ent")
IMPERFECT = ("ais", "ait", "ions", "iez", "aient")
FUTURE = ("ai", "as", "a", "ons", "ez", "ont", *IMPERFECT)
SUBJUNCTIVE = ("e", "es", "ent")
PAST = {
    "a": ("ai", "as", "a", "âmes", "âtes", "èrent", "ât"),
    "i": ("is", "it", "îmes", "îtes", "irent", "ît"),
    "u": ("us", "ut", "ûmes", "ûtes", "urent", "ût"),
    "in": ("ins", "int", "înmes", "întes", "inrent", "înt"),
}
AGREEMENT = ("", "e", "s", "es")

# ending of the infinitive: six present forms | stem of nous | stem of the future | past stem and kind
# | participle | stem of the subjunctive. All replace the ending.
MODELS = {
    "enir": "iens iens ient enons enez iennent|en|iendr| in|enu|ienn",
    "quérir": "quiers quiers quiert quérons quérez quièrent|quér|querr|qu i|quis|quièr",
    "courir": "cours cours court courons courez courent|cour|courr|cour u|couru|cour",
    "mourir": "meurs meurs meurt mourons mourez meurent|mour|mourr|mour u|mort|meur",
    "ouvrir": "ouvre ouvres ouvre ouvrons ouvrez ouvrent|ouvr|ouvrir|ouvr i|ouvert|ouvr",
    "offrir": "offre offres offre offrons offrez offrent|offr|offrir|offr i|offert|offr",
    "souffrir": "souffre souffres souffre souffrons souffrez souffrent|souffr|souffrir|souffr i|souffert|souffr",
    "cueillir": "cueille cueilles cueille cueillons cueillez cueillent|cueill|cueiller|cueill i|cueilli|cueill",
    "dormir": "dors dors dort dormons dormez dorment|dorm|dormir|dorm i|dormi|dorm",
    "servir": "sers sers sert servons servez servent|serv|servir|serv i|servi|serv",
    "partir": "pars pars part partons partez partent|part|partir|part i|parti|part",
    "sortir": "sors sors sort sortons sortez sortent|sort|sortir|sort i|sorti|sort",
    "sentir": "sens sens sent sentons sentez sentent|sent|sentir|sent i|senti|sent",
    "mentir": "mens mens ment mentons mentez mentent|ment|mentir|ment i|menti|ment",
    "fuir": "fuis fuis fuit fuyons fuyez fuient|fuy|fuir|fu i|fui|fui",
    "vêtir": "vêts vêts vêt vêtons vêtez vêtent|vêt|vêtir|vêt i|vêtu|vêt",
    "cevoir": "çois çois çoit cevons cevez çoivent|cev|cevr|ç u|çu|çoiv",
    "devoir": "dois dois doit devons devez doivent|dev|devr|d u|dû due dus dues|doiv",
    "mouvoir": "meus meus meut mouvons mouvez meuvent|mouv|mouvr|m u|mu|meuv",
    "pouvoir": "peux peux peut pouvons pouvez peuvent|pouv|pourr|p u|pu|puiss",
    "vouloir": "veux veux veut voulons voulez veulent|voul|voudr|voul u|voulu|veuill",
    "savoir": "sais sais sait savons savez savent|sav|saur|s u|su|sach",
    "valoir": "vaux vaux vaut valons valez valent|val|vaudr|val u|valu|vaill",
    "falloir": "faut|fall|faudr|fall u|fallu|faill",
    "pleuvoir": "pleut pleuvent|pleuv|pleuvr|pl u|plu|pleuv",
    "voir": "vois vois voit voyons voyez voient|voy|verr|v i|vu|voi",
    "prévoir": "prévois prévois prévoit prévoyons prévoyez prévoient|prévoy|prévoir|prév i|prévu|prévoi",
    "pourvoir": "pourvois pourvois pourvoit pourvoyons pourvoyez pourvoient|pourvoy|pourvoir|pourv u|pourvu|pourvoi",
    "asseoir": "assieds assieds assied asseyons asseyez asseyent|assey|assiér|ass i|assis|assey",
    "prendre": "prends prends prend prenons prenez prennent|pren|prendr|pr i|pris|prenn",
    "mettre": "mets mets met mettons mettez mettent|mett|mettr|m i|mis|mett",
    "battre": "bats bats bat battons battez battent|batt|battr|batt i|battu|batt",
    "aindre": "ains ains aint aignons aignez aignent|aign|aindr|aign i|aint|aign",
    "eindre": "eins eins eint eignons eignez eignent|eign|eindr|eign i|eint|eign",
    "oindre": "oins oins oint oignons oignez oignent|oign|oindr|oign i|oint|oign",
    "soudre": "sous sous sout solvons solvez solvent|solv|soudr|sol u|solu|solv",
    "coudre": "couds couds coud cousons cousez cousent|cous|coudr|cous i|cousu|cous",
    "moudre": "mouds mouds moud moulons moulez moulent|moul|moudr|moul u|moulu|moul",
    "dre": "ds ds d dons dez dent|d|dr|d i|du|d",
    "rompre": "romps romps rompt rompons rompez rompent|romp|rompr|romp i|rompu|romp",
    "vaincre": "vaincs vaincs vainc vainquons vainquez vainquent|vainqu|vaincr|vainqu i|vaincu|vainqu",
    "suivre": "suis suis suit suivons suivez suivent|suiv|suivr|suiv i|suivi|suiv",
    "vivre": "vis vis vit vivons vivez vivent|viv|vivr|véc u|vécu|viv",
    "crire": "cris cris crit crivons crivez crivent|criv|crir|criv i|crit|criv",
    "dire": "dis dis dit disons disez disent|dis|dir|d i|dit|dis",
    "maudire": "maudis maudis maudit maudissons maudissez maudissent|maudiss|maudir|maud i|maudit|maudiss",
    "lire": "lis lis lit lisons lisez lisent|lis|lir|l u|lu|lis",
    "rire": "ris ris rit rions riez rient|ri|rir|r i|ri|ri",
    "uire": "uis uis uit uisons uisez uisent|uis|uir|uis i|uit|uis",
    "suffire": "suffis suffis suffit suffisons suffisez suffisent|suffis|suffir|suff i|suffi|suffis",
    "clure": "clus clus clut cluons cluez cluent|clu|clur|cl u|clu|clu",
    "inclure": "inclus inclus inclut incluons incluez incluent|inclu|inclur|incl u|inclus|inclu",
    "clore": "clos clos clôt closons closez closent|clos|clor|clos i|clos|clos",
    "croire": "crois crois croit croyons croyez croient|croy|croir|cr u|cru|croi",
    "boire": "bois bois boit buvons buvez boivent|buv|boir|b u|bu|boiv",
    "aire": "ais ais ait aisons aisez aisent|ais|air| u|u|ais",
    "plaire": "plais plais plaît plaisons plaisez plaisent|plais|plair|pl u|plu|plais",
    "traire": "trais trais trait trayons trayez traient|tray|trair|tr i|trait|trai",
    "faire": "fais fais fait faisons faites font|fais|fer|f i|fait|fass",
    "aître": "ais ais aît aissons aissez aissent|aiss|aîtr| u|u|aiss",
    "naître": "nais nais naît naissons naissez naissent|naiss|naîtr|naqu i|né|naiss",
    "connaître": "connais connais connaît connaissons connaissez connaissent|connaiss|connaîtr|conn u|connu|connaiss",
    "croître": "crois crois croît croissons croissez croissent|croiss|croîtr|cr u|crû|croiss",
}
IRREGULAR = {
    "aller": "vais vas va allons allez vont allais allait allions alliez allaient irai iras ira irons irez iront "
    "irais irait irions iriez iraient allai alla allèrent aille ailles aillent allé allée allés allées allant",
    "dire": "dites",
    "redire": "redites",
    "haïr": "hais hait haïssons haïssez haïssent haïssait haïssaient haïra haï haïe haïs haïes haïssant",
    "envoyer": "enverrai enverras enverra enverrons enverrez enverront enverrait enverraient",
    "renvoyer": "renverrai renverra renverrons renverrez renverront renverrait renverraient",
}
NOT_MODELLED = ("être", "avoir")
LIKE_FINIR = ("répartir", "impartir", "assortir", "asservir", "investir", "travestir", "divertir")
# Verbs of the news that the treebanks may lack.
VERBS = """
abaisser abandonner abattre aboutir absorber abstenir accélérer accorder accroître accueillir accuser acheminer
acheter achever acquérir adjoindre admettre adopter adosser affaiblir affecter affilier affirmer agir agrandir
ajourner alerter aliéner allier alourdir ambitionner amender amoindrir amputer annoncer annuler apparaître
apparenter appartenir applaudir appréhender approuver arbitrer armer arracher arrêter articuler assassiner assembler
assigner assister associer assujettir assurer atteindre atterrir attaquer attribuer auditionner augmenter autoriser
avertir avouer bâtir bénéficier blâmer blanchir bloquer bombarder bondir boycotter briguer brandir breveter brûler
cambrioler capituler capter céder centraliser chapeauter chiffrer chuter circonscrire clore clôturer coacher codiriger
cofonder coiffer collaborer combattre commanditer commander commercialiser commettre comparaître compromettre concéder
concevoir conclure concourir concurrencer condamner conduire confier confondre congédier conquérir consentir constater
construire contester contraindre contredire contrefaire convaincre convenir convertir convoiter coopérer coproduire
coter courtiser couvrir craindre croître croupir débattre débaucher débourser débouter décéder décerner déchoir
décliner décoller décourager découvrir décrire décrocher dédire dédommager défaire défendre déférer définir dégager
dégrader délocaliser démanteler démarrer démentir démettre démissionner démolir dénoncer dépêcher déplorer déployer
déposer desservir destituer détenir détrôner détruire développer devenir dévoiler dévoyer différer diffuser diluer
diminuer diriger disparaître disposer dissoudre distribuer diversifier divertir divorcer échoir écoper écouler écrire
édifier éditer élargir élire embaucher embrasser émettre emmener emporter emprisonner emprunter encadrer encaisser
endetter endosser enfreindre engager engloutir enlever enquêter enregistrer enrichir entamer entendre enterrer
entreprendre entretenir envahir envisager épingler épouser équiper éteindre évincer exclure exiger expatrier expédier
expulser externaliser extraire extrader fabriquer facturer faiblir fédérer financer fleurir fonder fournir franchir
freiner fructifier fusionner garantir geler gérer gouverner gravir grandir griller guérir harceler héberger hériter
homologuer hospitaliser hisser immatriculer impartir implanter importer imposer inaugurer incarcérer inciter inclure
inculper indemniser induire infliger influencer ingérer inscrire insérer installer instaurer instruire insurger
intégrer intensifier interagir intercepter interdire interjeter interpeller intervenir introduire introniser investir
jaillir joindre jouir juger juguler jumeler kidnapper lancer légiférer léguer libérer licencier limoger liquider
livrer loger maintenir maudire méconnaître médiatiser menacer mener mettre meurtrir migrer militer moderniser mondialiser
moquer mourir muer munir muter nationaliser naviguer négocier nier nommer nuire obéir obtenir occuper octroyer
offrir omettre opérer opposer ordonner organiser orienter ourdir outrepasser paraître parapher parcourir parrainer
partir parvenir peindre percevoir percuter perdre perquisitionner permettre perturber peser piloter pirater
plafonner plaider plaindre planifier plonger pointer polluer porter poursuivre pourvoir préciser prédire prélever
prémunir préparer prescrire présider pressentir prétendre prévaloir prévenir prévoir privatiser procéder proclamer
produire programmer promettre promouvoir promulguer prononcer propulser proroger proscrire prospérer protéger provenir
publier puiser punir quitter racheter radier rafler rallier rapatrier rapporter ratifier rattacher réagir réaménager
rebondir recevoir réclamer reconduire reconnaître reconquérir reconstruire reconvertir recourir recouvrir récrire recruter
rectifier recueillir redescendre rédiger redresser réduire réélire refaire référer réfléchir refondre refroidir réfuter
régir régner régresser réguler réinvestir rejaillir rejeter rejoindre réjouir relancer relaxer relever relire reloger
remanier remettre remplir remporter renaître renchérir rencontrer rendre renflouer renforcer renoncer renouer renouveler
renverser réorganiser répandre reparaître repartir répartir repeindre répercuter répondre reporter reprendre reproduire requérir
résilier résister résoudre restituer restreindre restructurer résulter rétablir retenir retirer retransmettre
réunir réussir revaloriser révéler revendiquer revendre revenir rêver revêtir revoir révoquer riposter rompre rouvrir
saborder saisir salarier saluer sanctionner satisfaire scinder secourir séduire séjourner sélectionner sembler
séquestrer sévir siéger signer solder solliciter soumettre souscrire soustraire soutenir sponsoriser stagner stipuler
subdiviser subir submerger subvenir subventionner succéder succomber suffire suggérer suivre superviser supplanter
supprimer surgir surprendre survenir survivre survoler suspendre syndiquer tarir tenir ternir tirer torpiller trahir
traduire traire transcrire transférer transmettre transparaître travestir tripler trahir unir usurper vaincre valoir
vendre verdir verser vêtir vieillir vivre voir voter vouloir
""".split()


def forms(infinitive: str) -> set[str]:
    """Return the simple forms of a verb, its infinitive left out.

    Examples
    --------
    >>> sorted(forms("intervenir"))[:4]
    ['interviendra', 'interviendrai', 'interviendraient', 'interviendrais']
    >>> {"annonça", "annonçons", "annoncera"} <= forms("annoncer")
    True
    """
    if infinitive in NOT_MODELLED:
        return set()
    found = set(IRREGULAR.get(infinitive, "").split())
    ending = max((end for end in MODELS if infinitive.endswith(end)), key=len, default="")
    if infinitive in LIKE_FINIR:
        ending = ""
    if infinitive == "aller":
        return found
    if infinitive.endswith("er"):
        found.update(_first_group(infinitive[:-2]))
    elif ending:
        stem = infinitive[: -len(ending)]
        found.update(stem + form for form in _third_group(MODELS[ending]))
    elif infinitive.endswith("ir"):
        found.update(_second_group(infinitive[:-2]))
    return found - {infinitive}


def _first_group(stem: str) -> Iterator[str]:
    """Yield the forms of a verb in -er."""
    soft = _softened(stem)
    strong = _strong(stem)
    yield from (strong + end for end in ("e", "es", "ent"))
    yield from (stem + end for end in ("ez", "é", "ée", "és", "ées", "ions", "iez", "èrent"))
    yield from (soft + end for end in ("ons", "ant", *IMPERFECT[:2], IMPERFECT[-1], *PAST["a"]) if end != "èrent")
    for future in {strong, stem}:
        yield from (future + "er" + end for end in FUTURE)


def _softened(stem: str) -> str:
    """Return the stem before a and o."""
    if stem.endswith("c"):
        return stem[:-1] + "ç"
    return stem + "e" if stem.endswith("g") else stem


def _strong(stem: str) -> str:
    """Return the stem before a silent ending."""
    if stem.endswith(("oy", "uy", "ay")):
        return stem[:-1] + "i"
    if stem.endswith(("appel", "jet", "ouvel", "brevet", "umel")):
        return stem + stem[-1]
    for size in (1, 2):
        vowel = len(stem) - 1 - size
        consonants = stem[vowel + 1 :]
        if vowel > 0 and stem[vowel] in "eé" and not set(consonants) & set("aeiouyéè"):
            two = len(consonants) == 2
            if two and (stem[vowel] == "e" or consonants not in ("gn", "gu", "br", "cr", "tr", "gr", "vr", "ch", "gl")):
                return stem
            return stem[:vowel] + "è" + consonants
    return stem


def _second_group(stem: str) -> Iterator[str]:
    """Yield the forms of a verb like finir."""
    yield from (stem + end for end in ("is", "it", *PAST["i"]))
    yield from (stem + "iss" + end for end in (*PRESENT_ER, *IMPERFECT, "ant"))
    yield from (stem + "ir" + end for end in FUTURE)
    yield from (stem + "i" + end for end in AGREEMENT)


def _third_group(model: str) -> Iterator[str]:
    """Yield the endings of a model of `MODELS`."""
    present, plural, future, past, participle, subjunctive = model.split("|")
    yield from present.split()
    yield from (plural + end for end in (*IMPERFECT, "ant"))
    yield from (future + end for end in FUTURE)
    stem, _, kind = past.rpartition(" ")
    yield from (stem + end for end in PAST[kind])
    masculine = participle.split()
    if len(masculine) > 1:
        yield from masculine
    else:
        yield from (participle + end for end in AGREEMENT if not (participle.endswith("s") and end == "s"))
    yield from (subjunctive + end for end in SUBJUNCTIVE)
