//! Texts as reps paste them from the web, from mails and from feeds, each with what it is; the reading is measured on them.

/// What a text is: the key of a kind, [`PERSON`] or [`NOTHING`].
pub(super) type Paste = (&'static str, &'static str);

/// The signature or card of a person.
pub(super) const PERSON: &str = "person";
/// No kind: nothing happened there that is a reason to call.
pub(super) const NOTHING: &str = "none";

/// Job postings, and what only looks like one.
const POSTINGS: &[Paste] = &[
    (
        "Director of Supply Chain Planning\nBrightline Foods · Austin, TX (Hybrid)\nReposted 2 weeks ago · Over 100 applicants\n\nAbout the job\nBrightline is growing its planning team. You'll own the S&OP cycle across four plants.\nMinimum qualifications: 8+ years in planning; experience with Kinaxis.",
        "job_posting",
    ),
    (
        "Procurement Manager (12 month FTC, maternity cover)\nFenwick Mills, Halifax\nSalary: £48,000 to £54,000 plus car allowance\nClosing date: 14 December 2026\nTo apply, send your CV and a covering letter to careers@fenwickmills.example",
        "job_posting",
    ),
    (
        "Leiter Instandhaltung (m/w/d)\nKrämer Präzisionstechnik GmbH, Nürnberg\n\nIhre Aufgaben\n- Führung eines Teams von 14 Technikern\n\nIhr Profil\n- Abgeschlossenes Studium\n\nWir bieten 30 Tage Urlaub und eine unbefristete Festanstellung.",
        "job_posting",
    ),
    (
        "Vedoucí údržby výroby\nKovárna Beskyd a.s., Frýdek-Místek\n\nNáplň práce:\n- řízení týmu údržby\nPožadujeme:\n- praxi ve výrobě\nNabízíme:\n- 5 týdnů dovolené, nástup možný ihned",
        "job_posting",
    ),
    (
        "We're hiring! Calloway Logistics is looking for a Head of Fleet Maintenance in Reno, NV. Know somebody? DM me. #hiring #logistics",
        "job_posting",
    ),
    (
        "Staff Site Reliability Engineer, Payments\nGranite Bank | Remote (US)\nBase pay range $185,000/yr - $230,000/yr\nEasy Apply   Save\nWhat you'll bring: incident command, Kubernetes, on-call leadership",
        "job_posting",
    ),
    ("Calloway Logistics announces hiring freeze until spring", NOTHING),
    (
        "Thank you for your application for Warehouse Associate. Unfortunately we will not be moving forward with your candidacy at this time.",
        NOTHING,
    ),
];

/// Signatures and cards, and mails that are none.
const PEOPLE: &[Paste] = &[
    (
        "Best regards,\n\nDana Webb\nVP Operations | Kestrel Components, Inc.\no: +1 (312) 555-0142 | m: +1 312 555 0187\ndana.webb@kestrelcomponents.example\nwww.kestrelcomponents.example\n1200 W Lake St, Chicago, IL 60607",
        PERSON,
    ),
    (
        "Kind regards\n\nOliver Hartley MCIPS\nHead of Procurement\nAlcott Group plc\n\nT: 0113 496 0123\nM: 07700 900456\nE: oliver.hartley@alcottgroup.example\nAlcott House, Wellington Street, Leeds LS1 4AP",
        PERSON,
    ),
    (
        "Mit freundlichen Grüßen\n\ni. A. Sabine Krämer\nLeiterin Einkauf\n\nKrämer Präzisionstechnik GmbH\nIndustriestraße 7, 90441 Nürnberg\nTel.: +49 911 555 01-22\nsabine.kraemer@kraemer-pt.example\nGeschäftsführer: Dr. Hans Krämer · Amtsgericht Nürnberg HRB 12345",
        PERSON,
    ),
    (
        "S pozdravem\n\nIng. Petr Dvořák\nvýrobní ředitel\nKovárna Beskyd a.s.\nMob.: +420 602 123 456\nE-mail: dvorak@kovarnabeskyd.example",
        PERSON,
    ),
    (
        "--\nMaria Ortega (she/her)\nDirector, Supply Chain\nCalloway Logistics\nCell 555.010.0199\nmaria@calloway.example\nlinkedin.com/in/maria-ortega-scm",
        PERSON,
    ),
    (
        "Hi Tom,\n\nthanks for the call this morning. Could you send the two pages we spoke about before Thursday?\n\nCheers,\nJo\n\nJo Alder\nChief Operating Officer\nFenwick Mills\n+44 1422 555 019\njo.alder@fenwickmills.example",
        PERSON,
    ),
    ("Ane Lund, Chief Operating Officer, Norvik Foods, ane.lund@norvik.example, +47 55 12 34 56", PERSON),
    (
        "From: \"Webb, Dana\" <dana.webb@kestrelcomponents.example>\nDana Webb\nVP Operations\nKestrel Components\nDirect +1 312 555 0142",
        PERSON,
    ),
    (
        "Automatic reply: Out of Office\nI am out of the office until Monday 7 December with limited access to e-mail. In urgent cases please contact Jana Nova at jana.nova@kovarnabeskyd.example or +420 602 555 010.\n\nPetr Dvorak\nHead of Production",
        NOTHING,
    ),
    (
        "Abwesenheitsnotiz: Ich bin bis zum 11. Januar nicht im Büro. Ihre Nachricht wird nicht weitergeleitet. In dringenden Fällen: einkauf@kraemer-pt.example",
        NOTHING,
    ),
    (
        "Automatic reply: I no longer work at Kestrel Components. Please contact Lena Moss, VP Operations, at lena.moss@kestrelcomponents.example or +1 312 555 0150.",
        "key_person_left",
    ),
    (
        "Corvus to acquire Beta Labs\nOSLO, 30 November 2026 - Corvus ASA today announced that it has agreed to acquire Beta Labs for $2.1bn.\n\nMedia contact:\nJulia Stone\nHead of Communications\npress@corvus.example\n+47 22 55 01 00",
        "acquirer",
    ),
    (
        "Invitation: Q3 planning sync @ Tue 8 Dec 2026 10:00 - 10:30 (CET)\nJoin Zoom Meeting\nhttps://zoom.example/j/5550100\nOrganiser: dana.webb@kestrelcomponents.example\nDana Webb - accepted",
        NOTHING,
    ),
    (
        "Delivery has failed to these recipients or groups:\njo.alder@fenwickmills.example\nThe e-mail address you entered couldn't be found. Please check the recipient's address and try to resend the message.",
        NOTHING,
    ),
];

/// What a person wrote in public.
const POSTS: &[Paste] = &[
    (
        "Ane Lund\n• 2nd\nChief Operating Officer at Norvik Foods\n3d • Edited •\n\nThree years ago a filler stood still every second Friday. Last month: not once. What changed was not the machine.\n\n#foodsafety #uptime\n128 · 14 comments · 3 reposts\nLike\nComment\nRepost\nSend",
        "public_post_or_talk",
    ),
    (
        "Tomas Reyes\nVP Quality | Medical devices\n1w •\nFollow\n\nUnpopular opinion: most CAPA backlogs are a meeting problem, not a quality problem. …more\nLike Comment Share",
        "public_post_or_talk",
    ),
    (
        "Hans Krämer @hkraemer · 2h\nUnsere Linie 3 steht schon wieder. Wer kennt jemanden, der Ersatzteile in 24 Stunden liefert?\n12 Replies 3 Reposts 41 Likes",
        "public_post_or_talk",
    ),
    (
        "Petr Dvořák\nVýrobní ředitel ve společnosti Kovárna Beskyd\n2 d. •\nPo roce zkoušek jsme spustili druhou směnu robotů. Nejtěžší bylo vysvětlit to lidem.\nTo se mi líbí\nKomentář\nSdílet",
        "public_post_or_talk",
    ),
    (
        "Great panel yesterday at LogiForum with Maria Ortega of Calloway Logistics: \"We measure drivers' waiting time, and it is our largest hidden cost.\"",
        "public_post_or_talk",
    ),
    (
        "Priya Nair\nI'm happy to share that I'm starting a new position as Chief Procurement Officer at Tarn Insurance!\nLike Comment Repost Send",
        "leadership_change",
    ),
    (
        "Norvik Foods\n12,403 followers\n5h •\nOur new filling line in Bergen is open. Thank you to everyone who built it!\nLike Comment Repost",
        "new_office",
    ),
];

/// Results, ratings and shareholders.
const FINANCE: &[Paste] = &[
    ("Halden Q3 revenue up 7% to $1.2 billion, beats estimates", "results"),
    (
        "Alcott Group plc\nInterim results for the six months ended 30 September 2026\nRevenue £412m (2025: £389m). Profit before tax £31.2m. Interim dividend 2.4p per share.",
        "results",
    ),
    ("Fenwick Mills: half-year profit before tax rises 12%, dividend lifted", "results"),
    ("Quartalszahlen: Krämer steigert Umsatz um 8 Prozent und bestätigt Prognose", "results"),
    ("Hospodářské výsledky za 3. čtvrtletí: tržby Kovárny Beskyd vzrostly o 9 %", "results"),
    (
        "Quillon Inc. (NASDAQ: QLN) Reports Third Quarter 2026 Financial Results\nNet sales of $310 million, up 4% year over year; adjusted EBITDA of $52 million",
        "results",
    ),
    ("Ferrol Q3 EPS $0.42 vs $0.55 expected; shares slide", "results_miss"),
    ("Zisk Kovárny Beskyd ve třetím čtvrtletí klesl o 23 %", "results_miss"),
    ("Umsatz bricht ein: Sandvale schreibt im dritten Quartal rote Zahlen", "results_miss"),
    ("Gewinnwarnung: Sandvale kappt Prognose für 2026", "guidance_cut"),
    ("Moody's downgrades Denholm to Ba2, outlook negative", "rating_downgrade"),
    ("S&P cuts Meridian Retail to 'B-' from 'B' on weak liquidity", "rating_downgrade"),
    ("Fitch places Corvus on Rating Watch Negative after Beta Labs bid", "rating_downgrade"),
    ("Fitch revises Stonegate's outlook to negative, affirms rating at BBB-", "rating_downgrade"),
    ("Ratingagentur stuft Harlow Stahl auf Ramschniveau herab", "rating_downgrade"),
    ("Moody's snížila rating Beskydských oceláren na Ba1", "rating_downgrade"),
    ("Goldman downgrades Halden to sell, cuts price target to $42", "rating_downgrade"),
    ("Moody's upgrades Calloway Logistics to Baa2 on lower debt", NOTHING),
    ("Elliott builds $1bn stake in Corvus, pushes for board seats", "activist_stake"),
    (
        "Starboard Value discloses 7.2% stake in Quillon (NASDAQ: QLN) and nominates four directors to the board",
        "activist_stake",
    ),
    ("SC 13D - Halden Corp (0001234567) (Subject)\nFiled by: Trian Fund Management", "activist_stake"),
    ("Activist investor calls for break-up of Alcott Group", "activist_stake"),
    ("Aktivistischer Investor Petrus steigt bei Sandvale ein und fordert Aufspaltung", "activist_stake"),
    ("Aktivistický fond koupil 6% podíl v Beskydských ocelárnách", "activist_stake"),
    (
        "Open letter to the board of Denholm: we own 5.4% of the shares and will vote against the chairman",
        "activist_stake",
    ),
];

/// Other kinds in the languages and spellings in which they arrive.
const OTHERS: &[Paste] = &[
    ("Továrna v Kopřivnici propustí 300 zaměstnanců", "layoff"),
    ("Krämer streicht 240 Stellen in Nürnberg", "layoff"),
    ("Fenwick Mills confirms 180 redundancies at its Halifax site", "layoff"),
    ("Novým finančním ředitelem Kovárny Beskyd se stal Petr Dvořák", "leadership_change"),
    ("Krämer holt neue Finanzchefin von Siemens", "leadership_change"),
    ("Elliott Stone joins Norvik Foods as Chief Information Officer", "leadership_change"),
    ("Harlow Stahl meldet Insolvenz an", "bankruptcy"),
    ("Kovárna Beskyd kupuje polského výrobce nápravnic", "acquirer"),
    ("Hackerangriff legt Produktion bei Krämer lahm", "cyber_incident"),
];

/// Words of a kind where nothing of the kind is meant.
const TRAPS: &[Paste] = &[
    ("Smoky whisky is an acquired taste, says Islay's youngest distiller", NOTHING),
    ("Leeds 2-1 Burnley: late winner lifts hosts. Weekend results and table", NOTHING),
    ("Exam results: record number of pupils in Halifax reach top grades", NOTHING),
    ("Climate activists block entrance of Norvik's Bergen terminal", NOTHING),
    ("Storm Eunice downgraded to tropical depression", NOTHING),
    ("As you will recall, we meet on Friday at 10. Agenda below.", NOTHING),
    ("Lanes merge ahead: slow traffic on the M62 near Halifax", NOTHING),
    ("Your order #5550100 has shipped and will arrive on Thursday. Track your parcel here.", NOTHING),
    ("Your verification code is 555010. It expires in 10 minutes.", NOTHING),
    ("Chef Maria Ortega fired up the grill at the county fair on Saturday", NOTHING),
    ("How to raise your first funding round: ten tips for founders", NOTHING),
    ("Lab test results are back: your cholesterol is within the normal range", NOTHING),
    ("Centre Court: Williams wins opening match in straight sets", NOTHING),
    ("Local choir appoints new conductor ahead of Christmas concert", NOTHING),
];

/// Pastes that were written after the words were: at first sight 21 of these 34 were read right, 3 wrong and 10 not at
/// all. What they lacked was added then.
const UNSEEN: &[Paste] = &[
    (
        "Maintenance Planner - 4 on 4 off\nLund Steel, Sheffield\n£41k + shift premium\nWhat you'll be doing: planning shutdowns, owning the spares list.\nYou'll need: CMMS experience, a head for detail.",
        "job_posting",
    ),
    (
        "Einkäufer (w/m/d) Verpackung\nOberland Käserei, Kempten\nDas erwartet dich: Verhandlungen mit Lieferanten in ganz Europa.\nDein Profil: kaufmännische Ausbildung, Englisch.\nJetzt bewerben!",
        "job_posting",
    ),
    (
        "Technolog kvality\nSluneční mlékárna, Hradec Králové\nCo vás čeká: audity dodavatelů, reklamace.\nCo od vás čekáme: SŠ vzdělání. Benefity: 13. plat, stravenky",
        "job_posting",
    ),
    (
        "Senior Buyer, Indirect Spend - Chicago\nJob ID 55501\nResponsibilities:\nRun sourcing events for MRO and logistics\nRequirements: 5 years in category management. EEO employer.",
        "job_posting",
    ),
    ("Norvik imposes recruitment freeze across Nordics", NOTHING),
    (
        "Thanks,\nBob\n\nRobert \"Bob\" Hale\nPlant Manager, Reno Works\nCalder & Wray\n775-555-0133 (office)\nbhale@calderwray.example",
        PERSON,
    ),
    (
        "Med vennlig hilsen\nBerit Aas\nDriftssjef\nTine Meierier AS\nTlf: +47 915 55 010\nberit.aas@meierier.example",
        PERSON,
    ),
    ("Lucie Malá\nNákupčí obalů\nSluneční mlékárna s.r.o.\ntel. 495 555 010\nlucie.mala@mlekarna.example", PERSON),
    ("Sent from my iPhone\n\nRegards\nTara O'Neill | Head of Quality | Corrib Valley Meats | +353 91 555 010", PERSON),
    ("Viele Grüße\nThomas Weber\nBereichsleiter Logistik\nDuinmeer Pharma Logistics GmbH\nMobil 0171 5550100", PERSON),
    (
        "Thank you for your e-mail. I am on parental leave until 1 March. For purchasing matters please contact Lucie Mala, lucie.mala@mlekarna.example, +420 495 555 010.",
        NOTHING,
    ),
    (
        "Tara O'Neill\n• 1st\nHead of Quality @ Corrib Valley Meats\n4d •\nAudit week. Four retailers, four checklists, one cold store. There must be a better way.\n57 · 9 comments\nLike\nComment\nRepost\nSend",
        "public_post_or_talk",
    ),
    (
        "Thomas Weber\nBereichsleiter Logistik bei Duinmeer Pharma Logistics\n2 Wo. •\nUnsere Fahrer warten im Schnitt 71 Minuten an der Rampe. Das muss besser gehen.\nGefällt mir Kommentieren Teilen",
        "public_post_or_talk",
    ),
    ("Berit Aas wrote on LinkedIn: \"Every litre we dump is a planning failure.\"", "public_post_or_talk"),
    ("I'm excited to announce that I've joined Corrib Valley Meats as Chief Operating Officer.", "leadership_change"),
    ("Calder & Wray plc: trading update. Full-year revenue ahead of expectations, up 6% at £212m", "results"),
    ("Lund Steel posts record quarterly profit", "results"),
    ("Sluneční mlékárna loni zvýšila tržby na 2,1 miliardy korun", "results"),
    ("Tarn Insurance swings to third-quarter loss", "results_miss"),
    ("Oberland Käserei: Gewinn fällt im ersten Halbjahr um ein Drittel", "results_miss"),
    ("Scope lowers issuer rating of Van der Velde to BB; outlook negative", "rating_downgrade"),
    ("JPMorgan cuts Ardent to underweight", "rating_downgrade"),
    ("Lund Steel loses investment grade status as S&P moves it to BB+", "rating_downgrade"),
    ("S&P senkt Bonitätsnote von Duinmeer", "rating_downgrade"),
    ("Hedge fund Third Bay takes 9.9% position in Ardent and wants the chairman out", "activist_stake"),
    ("Ardent under pressure: activist shareholder demands sale of paints arm", "activist_stake"),
    ("Cevian increases its holding in Lund Steel to 8%, seeks board representation", "activist_stake"),
    ("Trian nominates two for Calloway board", "activist_stake"),
    ("Greenpeace activists scale Lund Steel chimney", NOTHING),
    ("Pupils celebrate record A-level results in Leeds", NOTHING),
    ("City 3-0 United: Williams scores twice as hosts climb to second", NOTHING),
    ("Cyclone downgraded, ferries resume", NOTHING),
    ("You've been invited to collaborate on a document: Q3 results draft", NOTHING),
    ("The band will launch into a second set after the break", NOTHING),
];

/// All pastes.
pub(super) const ALL: &[&[Paste]] = &[POSTINGS, PEOPLE, POSTS, FINANCE, OTHERS, TRAPS, UNSEEN];
