//! Tests of the check on good and bad English openers.

use chrono::NaiveDate;

use crate::domain::check::*;
use crate::domain::trigger::Confidence;

/// Returns empty evidence, as `whynow check` has it.
fn plain() -> Evidence {
    Evidence::default()
}

/// Returns evidence of a supplier's recall last Tuesday.
fn recall() -> Evidence {
    Evidence {
        company: vec!["Norvik Foods AS".into(), "Norvik".into()],
        person: vec!["Ane Lund".into()],
        facts: vec![TriggerFact {
 newcomer: None,
            text: "Yoghurt supplier Melka recalls 3 lots over listeria. Melka delivers to Norvik Foods; 48 shops are affected, cost put at $2.5M.".into(),
            on: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
            effective: None,
            live: true,
            weak: false,
            sensitive: false,
            confidence: Confidence::High,
        }],
        backing: vec!["Two plants run without a second supplier until May".into()],
        spoken_before: false,
        today: NaiveDate::from_ymd_opt(2026, 3, 12),
    }
}

fn with(change: impl FnOnce(&mut TriggerFact)) -> Evidence {
    let mut evidence = recall();
    change(&mut evidence.facts[0]);
    evidence
}

fn names(text: &str, evidence: &Evidence) -> Vec<String> {
    let mut names: Vec<String> =
        check(text, evidence, Playbook::builtin(), 150).into_iter().map(|finding| finding.rule).collect();
    names.dedup();
    names
}

fn errors(text: &str, evidence: &Evidence) -> Vec<Finding> {
    let found = check(text, evidence, Playbook::builtin(), 150);
    found.into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

const GOOD_FOR_THE_RECALL: &[&str] = &[
    "Ane, your yoghurt supplier recalled three lots on Tuesday. That leaves your two plants without a second source until May. I have notes on how two other dairies covered the gap. Worth ten minutes before you reorder, or not your problem?",
    "Hi Ane, this is Tom Berg from Acme. Melka recalled three lots last week, and 48 of the shops carry your label. I'm calling to ask one thing: who decides on a second supplier before the May contracts?",
    "On Tuesday Melka pulled three lots. For you that means two plants on one supplier until May. Would it help to see how others bridged that, or is it in hand?",
];

/// Good openers by people outside of this project.
const GOOD: &[&str] = &[
    "Your CFO said on the March earnings call that freight now costs you four points of margin. The new tolls in July add to that. Can I take two minutes to show how two hauliers avoided them, and then you tell me if it's relevant?",
    "Hi Dana, on Monday the FDA published its final rule on traceability. It means your importers must keep lot records from January. Is that already handled, or would a one-page summary of what changes for you help?",
    "Peter Osei suggested I call you. He said that since the merger in May your two warehouses run on different systems, and that the lease on the second ends in September. Is it worth ten minutes, or is somebody on it already?",
    "You took over operations at Halden in February. Most people in that chair have to present a plan in their first ninety days. I've kept notes of what three others cut first. Would those be useful, or should I leave you to it?",
    "I saw that Brandt opened its second plant in Poznań last month. That usually means your planners work from two stock lists until year end. Shall I send what another polymer firm did, or is that solved?",
    "Diesel went up 11 percent in October. With your delivery contracts fixed until June, that comes out of your margin every week. May I ask how you are handling it?",
    "In your letter to shareholders in April you said customer returns were the number to fix this year. I have figures from four retailers of your size that put a price on it. Worth a look before your Q3 planning, or no?",
    "Your largest customer told investors on 3 November that it will halve its supplier list by June. If you're on the wrong half, the decision is made before Christmas. I can tell you what they score. Five minutes, or not for you?",
    "The reason for my call: the new packaging levy takes effect on 1 April, and it's charged per tonne of plastic you ship. You can still register before 15 March. Do you have that covered?",
    "Your contract with Oracle renews on 30 June and the notice period ends in April. After that you're locked in for three years. Is there anything you'd change if you could? If not, I'll leave it there.",
    "You're advertising for six maintenance engineers since January, and the ad says the line stops twice a week. I'd like to ask one question: what does a stop cost you? If it's none of my business, just say so.",
    "Last week your main competitor cut its list price by a tenth. Your reps will hear about it from your customers before quarter end. I've seen how two others answered without matching it. Useful, or are you past that?",
    "I read your article on nurse rosters in yesterday's journal. You wrote that agency shifts doubled since the summer, which puts your ward budgets over before Christmas. Two hospitals near you turned that round. Would you like their numbers?",
    "Good morning, Mr Ruiz. My name's Kate Bell, from Acme. Your group reported on Thursday that days to close went from six to nine. Your auditors will ask about it before year end. Could I send you what others did, or is it in hand?",
    "When we met at the trade fair in May you said your team loses two days a month to customs forms. The new declaration applies from 1 January, so it will be three. Is now the moment to talk, or later in the year?",
    "The port strike began on Sunday. If your parts come through Rotterdam, you've about eight days of stock, judging by your annual report. I know two forwarders with space this week. Want their names?",
    "Congrats on the Series B last month. The board will probably want your pipeline forecast by quarter end, and you're hiring four reps at once. How are you planning to get them productive before then?",
    "We ran a study of 120 foundries this spring. Yours has the newest furnace in the region, so you'd be among the few who can claim the energy rebate, but only until September. Would you like the page about your region, or not worth it?",
    "Your colleague Maria in Lyon asked me to call you. Her site moved to the new labels in March and lost two days of output; your site is next, in June. Can I tell you what she'd do differently?",
    "Sara, the regulator fined two lenders last Friday for the way they log complaints. You use the same form on your site. I'm not a lawyer, but it looks like a gap you'd want closed before your audit in May. Should I send you the ruling, or has your team seen it?",
    "hi ane its tom from acme your yoghurt supplier recalled three lots on tuesday that leaves your plants without a second source until may is it worth ten minutes",
    "Morning Rob, Kate here at Penfold. You lot won the Thameslink contract a fortnight ago, and mobilisation starts in January. Have you got your signallers sorted, or shall I send over what we saw on Crossrail?",
    "Ms. Alvarez, the reason I'm calling: on October 14 OSHA cited the Dayton site for lockout. The abatement date is December 1. Do you already have someone on it?",
    "I understand Wren & Co has gone into administration, and that they made roughly a third of your doors. If so you'll be short by Christmas. Am I wrong?",
    "You said at the Manchester conference in June that agency spend had to halve by spring. Spring is four rotas away. Could I show you how one trust did it, or is it in hand?",
    "Your lease at Canary Wharf is up in 2027 and the break clause falls this March. Once it passes you're in for five more years. Do you want the three questions tenants forget?",
    "Our research came out on Monday: 212 foundries, yours among them. You pay 19 % more per melt than the median, mostly at night. Worth a look before you sign the 2027 tariff?",
    "The FCA's consumer duty deadline for closed books is 31 July. You still run two closed books after the Aviva deal. Is that on track, or would a checklist help?",
    "Jim, Deere just pushed deliveries of the X9 to August. You have six on order. That leaves your contractors a harvest short. Want to hear who has machines now?",
    "It's about the new boiler standard. From 1 January your fitters can't sell the old range. Half your showroom is the old range. Is that planned for?",
];

/// Bad openers, each with the rules that must find something.
const BAD: &[(&str, &[&str])] = &[
    ("Hi John, just checking in to see if you had any questions about the proposal.", &["check_in", "no_their_fact"]),
    ("Hey, I'm just touching base to see where you're at.", &["check_in"]),
    ("Following up on my last email. Did you get a chance to look at it?", &["check_in"]),
    ("I'm circling back on the quote I sent over.", &["check_in"]),
    ("I just wanted to see how things are going over there.", &["check_in"]),
    ("Have you made a decision yet?", &["check_in"]),
    ("When will you be making your decision on the new system?", &["check_in"]),
    ("Hi, it's Mark. Any update on the contract?", &["check_in"]),
    ("I haven't heard back from you, so I thought I'd ring.", &["check_in"]),
    ("You were on my call list for today.", &["seller_reason", "no_their_fact"]),
    ("I'm two deals short of my quota and thought of you.", &["seller_reason"]),
    ("It's the end of our quarter so we can do a special offer on licences.", &["seller_reason"]),
    ("I'm calling about our new product, which launches next week.", &["seller_reason", "no_their_fact"]),
    ("I'm your new account manager and wanted to introduce myself.", &["seller_reason", "check_in"]),
    ("We have just launched a new version and I'd love to show you.", &["seller_reason", "pitch"]),
    ("Did I catch you at a bad time?", &["bad_time"]),
    ("Is this a good time to talk about payroll?", &["bad_time"]),
    ("Sorry to bother you, I know you're busy.", &["apology", "pleasantry"]),
    ("I won't take up much of your time.", &["apology"]),
    ("Hi Sam, how have you been?", &["false_familiarity"]),
    ("Hi Sam! I hope you're well.", &["pleasantry"]),
    ("Hello, how are you doing today? I'm Jim from Acme.", &["pleasantry"]),
    ("I hope this call finds you well.", &["pleasantry"]),
    ("We are a leading provider of cloud solutions.", &["pitch", "no_their_fact", "we_before_you"]),
    ("We help companies like yours cut costs by 30%.", &["pitch", "no_their_fact"]),
    ("I'd love to show you our platform.", &["pitch"]),
    ("I work with VPs of Sales and we help teams like yours book more meetings.", &["pitch"]),
    ("Our solution saves you time and money. Would you be interested in a free demo?", &["pitch"]),
    ("I'd like to tell you a bit about what we do.", &["pitch"]),
    ("Act now, this price is only for a limited time.", &["pressure", "no_their_fact"]),
    ("There are only three spots left, so you need to decide today.", &["pressure"]),
    ("Your competitors are already using it and you don't want to miss out.", &["pressure"]),
    ("I saw that you downloaded our white paper on Tuesday.", &["only_our_activity", "no_their_fact"]),
    ("I noticed someone from your company was on our pricing page.", &["only_our_activity"]),
    ("Thanks for connecting! I see you opened my email.", &["only_our_activity", "no_their_fact"]),
    ("You're behind on compliance and your team is struggling with audits.", &["condescension", "no_their_fact"]),
    ("You should have moved to the cloud years ago.", &["condescension"]),
    ("Are you struggling with churn?", &["condescension", "no_their_fact"]),
    ("You probably don't realise how much you are losing.", &["condescension"]),
    ("Your website looks outdated and you clearly don't care about SEO.", &["condescension"]),
    ("Congratulations on the layoffs last week! Exciting times.", &["wrong_tone"]),
    ("I was excited to read about your data breach in March.", &["wrong_tone"]),
    ("Hi [First Name], I saw that [Company] opened a plant in May.", &["gap"]),
    ("Hi {{ contact.called }}, your plant opened in May.", &["gap"]),
    ("Hi {first_name}, your plant opened in May and it means more work for you.", &["gap"]),
    ("Hi <name>, your plant opened in May.", &["gap"]),
    (
        "We leverage synergies to unlock holistic value for your ecosystem.",
        &["jargon", "no_their_fact", "we_before_you"],
    ),
    ("I came across your website and was impressed by what you're doing.", &["vague_praise", "no_their_fact"]),
    ("You're doing great things in the logistics space.", &["vague_praise", "no_their_fact"]),
    ("Your impressive growth caught my eye.", &["vague_praise", "no_their_fact"]),
    ("I noticed you are the VP of Sales at Acme.", &["no_their_fact"]),
    ("Are you the right person to talk to about telephony?", &["no_their_fact"]),
    ("Do you have fifteen minutes this week for a quick call?", &["no_their_fact"]),
    ("Your firm opened a second plant. Can we talk?", &["not_dated", "no_cost_of_waiting"]),
    ("Your firm opened a second plant in May. Can we talk?", &["no_impact", "no_cost_of_waiting"]),
    ("Your firm opened a second plant in May, which leaves your planners with two lists until Christmas.", &["no_ask"]),
    (
        "Your CEO resigned on Friday. Who decides now? And what is your budget? Could you send me the plan? When can we meet?",
        &["several_asks"],
    ),
    ("Your plant opened in May. When can we meet, Tuesday at two or Thursday at four?", &["hard_to_decline"]),
    (
        "We looked at our data and we think our team could help us both. We noticed your plant opened in May.",
        &["we_before_you", "more_us_than_you"],
    ),
    ("", &["empty"]),
    (" \n\t ", &["empty"]),
];

/// Openers that must not pass the check, for one reason or another.
const NOT_READY: &[&str] = &[
    "hi ane its tom from acme just a quick call to see if you guys need any help with recruitment at all",
    "Morning! Just giving you a bell to say hello and see how you're fixed for stationery.",
    "I'm calling round local businesses today to see who they use for their energy.",
    "You've been selected for an exclusive preview of our new dashboard.",
    "Long story short, we can halve your phone bill. When's good for a chat?",
    "I thought I'd chance my arm and ring you directly.",
    "I was given your name as the person who deals with insurance.",
    "We're doing a survey of businesses in your area, it'll take two minutes.",
    "As a valued customer you qualify for our loyalty discount.",
    "Did you get my email? I sent it twice.",
    "I bet your reps waste half the day on data entry. Am I right?",
    "You really ought to be using automation by now, everyone else is.",
    "Quick question: who handles your marketing?",
    "I've got a great opportunity for you, it's a no-brainer.",
    "We specialise in payroll for firms with fifty to five hundred staff and I'd like to see if there's a fit.",
    "I'm reaching out to introduce Acme, a next-generation platform that empowers teams.",
    "Congratulations on all your success! I'd love to pick your brain.",
    "Let me be honest, I'm trying to hit my number this month and I'd appreciate five minutes.",
    "Can I ask you a question? How would you like to double your revenue?",
    "Your LinkedIn profile is impressive, so I figured I'd call.",
];

#[test]
fn good_openers_have_no_error() {
    for text in GOOD {
        assert_eq!(errors(text, &plain()), [], "{text}");
    }
    for text in GOOD_FOR_THE_RECALL {
        assert_eq!(errors(text, &recall()), [], "{text}");
        assert_eq!(errors(text, &plain()), [], "without evidence: {text}");
    }
}

#[test]
fn bad_openers_are_told_what_is_wrong() {
    for (text, rules) in BAD {
        let found = names(text, &plain());
        for rule in *rules {
            assert!(found.iter().any(|name| name == rule), "{rule} is missing in {found:?}: {text}");
        }
    }
}

#[test]
fn an_opener_without_a_reason_of_theirs_is_never_ready() {
    for text in NOT_READY {
        assert!(!errors(text, &plain()).is_empty(), "{text}");
    }
}

#[test]
fn the_plans_facts_are_known_again_in_other_words() {
    for (fact, opener, same) in [
        (
            "Halden Logistics names Priya Osei chief operating officer",
            "Priya, you stepped into the COO seat on Tuesday.",
            true,
        ),
        (
            "Halden Logistics names Priya Osei chief operating officer",
            "I saw that Halden closed its depot in Leeds on Tuesday.",
            false,
        ),
        (
            "Brandt reports revenue down 8 % on weak automotive demand",
            "Your sales fell eight percent because carmakers ordered less.",
            true,
        ),
        (
            "Brandt reports revenue down 8 % on weak automotive demand",
            "Your new plant in Ohio opened on Tuesday.",
            false,
        ),
        (
            "EU adopts amendment; software in clinics must be certified",
            "Brussels agreed the new rules this week; your software needs a certificate.",
            true,
        ),
        (
            "Competitor Bergen Vind cuts list prices by 10 %",
            "Bergen Vind dropped its list prices on Tuesday, and your reps will hear it.",
            true,
        ),
        ("Contract with Oracle renews on 30 June", "Your Oracle agreement runs out at the end of June.", true),
        ("Auditor resigns; restatement of 2025 accounts", "Your auditors stepped down last week.", true),
        ("Downloaded white paper on grid storage", "Your largest customer moved its head office last week.", false),
    ] {
        let evidence = with(|known| fact.clone_into(&mut known.text));
        let strange = names(opener, &evidence).iter().any(|rule| rule == "fact_not_in_plan" || rule == "no_their_fact");
        assert_eq!(!strange, same, "{fact}: {opener}");
    }
}

#[test]
fn every_place_is_inside_the_text_and_on_character_boundaries() {
    let odd = [
        "Hi “Zoë”, wir möchten 48 % … [was?] – checking in?",
        "日本語 checking in 日本",
        "é\u{301} touch base €5M “größer als” 👩\u{200d}🚀?",
    ];
    for text in GOOD.iter().chain(BAD.iter().map(|(text, _)| text)).chain(&odd) {
        for finding in check(text, &recall(), Playbook::builtin(), 150) {
            assert!(text.get(finding.place.clone()).is_some(), "{finding:?}");
            for sentence in [&finding.says, &finding.advice] {
                assert!(!sentence.contains(['{', '}']) || finding.rule == "gap", "{sentence}");
            }
        }
    }
}

#[test]
fn a_phrase_is_pointed_at_where_it_stands() {
    let text = "Hi Ane, I’m just checking in.";
    let found = check(text, &plain(), Playbook::builtin(), 150);
    let check_in = found.iter().find(|finding| finding.rule == "check_in").unwrap();
    assert_eq!(text.get(check_in.place.clone()).unwrap(), "just checking in");
}

#[test]
fn the_evidence_decides_what_counts() {
    let good = GOOD_FOR_THE_RECALL[0];
    let one = |evidence: &Evidence, rule: &str| names(good, evidence).iter().any(|name| name == rule);
    assert!(one(&with(|fact| fact.live = false), "stale_fact"));
    assert!(one(&with(|fact| fact.weak = true), "weak_reason"));
    assert!(one(&with(|fact| fact.confidence = Confidence::Low), "too_sure"));
    assert!(!one(&recall(), "stale_fact") && !one(&recall(), "weak_reason") && !one(&recall(), "too_sure"));
    let cheering = format!("Exciting times! {good}");
    assert!(names(&cheering, &with(|fact| fact.sensitive = true)).contains(&"wrong_tone".to_owned()));
    let other = "Your CEO resigned on Friday. Who leads the search now?";
    assert!(names(other, &recall()).contains(&"fact_not_in_plan".to_owned()));
}

#[test]
fn a_date_that_is_not_the_facts_is_named() {
    for (text, differs) in [
        ("Melka recalled three lots on Tuesday.", None),
        ("Melka recalled three lots on Wednesday.", None), // a day early or late is a time zone
        ("Melka recalled three lots this week.", None),
        ("Melka recalled three lots last month.", Some("last month")),
        ("Melka recalled three lots in January.", Some("in January")),
        ("Melka recalled three lots; your contract ends by May.", None),
    ] {
        let found = check(text, &recall(), Playbook::builtin(), 150);
        let place = found
            .iter()
            .find(|finding| finding.rule == "date_differs")
            .map(|finding| text.get(finding.place.clone()).unwrap());
        assert_eq!(
            place.map(|place| place.trim_start_matches("in ")),
            differs.map(|differs: &str| differs.trim_start_matches("in ")),
            "{text}"
        );
    }
}

#[test]
fn a_claim_needs_backing() {
    for (text, unsupported) in [
        ("Melka recalled three lots on Tuesday, 48 shops are affected, and you pay $2.5 million.", vec![]),
        ("Melka recalled three lots on Tuesday; about fifty of your shops are affected.", vec![]),
        ("Melka recalled 3 lots on 10 March 2026. Ten minutes?", vec![]),
        (
            "Melka recalled five lots on Tuesday and 60 of your shops are affected, 12 % of sales.",
            vec!["five", "60", "12 %"],
        ),
        ("Melka recalled three lots and said “it was the worst week ever”.", vec!["it was the worst week ever"]),
        ("Melka “recalls 3 lots” of yoghurt.", vec![]),
        ("Melka recalled three lots. ISO 22000 asks you to answer in 24/7 fashion.", vec![]),
    ] {
        let found = check(text, &recall(), Playbook::builtin(), 150);
        let claims: Vec<&str> = found
            .iter()
            .filter(|finding| finding.rule.starts_with("unsupported"))
            .map(|finding| text.get(finding.place.clone()).unwrap())
            .collect();
        assert_eq!(claims, unsupported, "{text}");
    }
    assert!(
        !names("Your costs fell 12 % in May.", &plain()).iter().any(|name| name.starts_with("unsupported")),
        "no evidence, no claim"
    );
}

#[test]
fn somebody_spoken_to_before_may_be_asked_how_they_have_been() {
    let known = Evidence { spoken_before: true, ..plain() };
    assert!(!names("How have you been?", &known).contains(&"false_familiarity".to_owned()));
}

#[test]
fn their_words_in_quotation_marks_are_not_ours() {
    let text = "On Tuesday your CEO told the Times: “we are a leading company and our new product is late”.";
    assert!(
        !names(text, &plain()).iter().any(|name| name == "pitch" || name == "seller_reason"),
        "{:?}",
        names(text, &plain())
    );
}

#[test]
fn a_speech_is_too_long() {
    let long = "On Tuesday your supplier recalled three lots and that means work for you before May. ".repeat(8);
    assert!(names(&long, &plain()).contains(&"too_long".to_owned()));
    let slow = GOOD[0];
    let rules: Vec<String> =
        check(slow, &plain(), Playbook::builtin(), 60).into_iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"too_long_to_say".to_owned()));
}

#[test]
fn the_checklist_is_always_the_same_lines() {
    let state = |text: &str, evidence: &Evidence, rule: &str| {
        let (_, marks) = check_with_marks(text, evidence, Playbook::builtin(), 150);
        assert_eq!(marks.len(), 11);
        marks.into_iter().find(|mark| mark.rule == rule).unwrap().state
    };
    for mark in check_with_marks(GOOD_FOR_THE_RECALL[0], &recall(), Playbook::builtin(), 150).1 {
        assert_eq!(mark.state, MarkState::Ok, "{mark:?}");
    }
    for mark in check_with_marks(" ", &recall(), Playbook::builtin(), 150).1 {
        assert_eq!(mark.state, MarkState::NotApplicable, "{mark:?}");
    }
    let filler = "Hi, just checking in. Any questions?";
    assert_eq!(state(filler, &plain(), "their_fact"), MarkState::Error);
    assert_eq!(state(filler, &plain(), "dated"), MarkState::NotApplicable, "there is no fact to date");
    assert_eq!(state(filler, &plain(), "respect"), MarkState::Error);
    assert_eq!(state(filler, &plain(), "supported"), MarkState::NotApplicable, "there is nothing to back it with");
    let undated = "Your firm opened a second plant. Can we talk?";
    assert_eq!(state(undated, &plain(), "their_fact"), MarkState::Ok);
    assert_eq!(state(undated, &plain(), "dated"), MarkState::Warn);
}

#[test]
fn a_team_may_add_phrases_and_switch_rules_off() {
    let team = "[limits]\nwords = 5\n[[rule]]\nname = \"jargon\"\nseverity = \"off\"\n[[rule]]\nname = \"check_in\"\nseverity = \"warning\"\nphrases = [\"knocking on your door\"]\n\
                [[rule]]\nname = \"house_words\"\nseverity = \"error\"\nphrases = [\"(very|really) pleased\"]\nsays = \"We do not say “{phrase}”.\"\n";
    let playbook = Playbook::builtin().clone().overlay(Playbook::builtin().extension(team).unwrap());
    let found = check(
        "I'm really pleased to leverage synergies by knocking on your door, checking in.",
        &plain(),
        &playbook,
        150,
    );
    let of = |rule: &str| found.iter().filter(|finding| finding.rule == rule).collect::<Vec<_>>();
    assert_eq!(of("jargon").len(), 0);
    assert_eq!(of("check_in").len(), 2);
    assert_eq!(of("check_in")[0].severity, Severity::Warning);
    assert_eq!(of("house_words")[0].says, "We do not say “really pleased”.");
    assert_eq!(of("too_long").len(), 1);
}

#[test]
fn a_playbook_with_a_mistake_is_refused_with_its_line() {
    for (toml, says) in [
        ("[limits]\nwrods = 5\n", "line 2: unknown field `wrods`"),
        ("colour = 1\n", "line 1: unknown field `colour`"),
        (
            "[[rule]]\nname = \"chek_in\"\nseverity = \"off\"\n",
            "line 2: no rule is called `chek_in`; a rule of your own needs phrases",
        ),
        (
            "[[rule]]\nname = \"x\"\nphrases = [\n\"a\",\n\"b (c\"]\n",
            "line 5: the phrase \"b (c\" cannot be read: a `)` is missing",
        ),
        ("[[rule]]\nname = \"jargon\"\nseverity = \"loud\"\n", "line 3: unknown variant `loud`"),
        (
            "[[rule]]\nname = \"jargon\"\nmark = \"nope\"\n",
            "line 3: no mark is called `nope`; there are their_fact, dated",
        ),
        ("[[rule]]\nname = \"gap\"\n[[rule]]\nname = \"gap\"\n", "line 4: the rule `gap` is defined a second time"),
        ("[lists]\nhedge = [\"...\"]\n", "line 2: the phrase \"...\" cannot be read"),
        ("[[rule]\n", "line 1: "),
    ] {
        let fault = Playbook::builtin().extension(toml).unwrap_err();
        assert!(fault.starts_with(says), "{fault}");
        assert!(!fault.contains('\n'), "{fault}");
    }
}

#[test]
fn every_rule_that_ships_is_worded_and_every_structural_rule_ships() {
    let rules = &Playbook::builtin().rules;
    for (name, rule) in rules {
        assert!(
            rule.severity.is_some() && rule.says.is_some() && rule.advice.is_some() && rule.mark.is_some(),
            "{name}"
        );
    }
    for name in playbook::STRUCTURE {
        assert!(rules.contains_key(name), "{name}");
    }
    let shipped = Playbook::builtin().extension(include_str!("../../../../assets/playbook.toml")).unwrap();
    assert_eq!(&shipped, Playbook::builtin());
}

proptest::proptest! {
    #[test]
    fn any_text_is_checked_without_a_panic(text in "\\PC{0,120}|[a-zA-Z ,.?!'\"\\[\\]{}<>%$0-9\n“”’-]{0,200}") {
        for finding in check(&text, &recall(), Playbook::builtin(), 150) {
            proptest::prop_assert!(text.get(finding.place.clone()).is_some(), "{:?}", finding);
        }
    }
}
