//! The playbook: phrases, limits and texts of the rules, as data that a team can extend.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use toml::Spanned;

use super::checklist;
use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::pattern::Pattern;
use crate::domain::plan::finding::Severity;

/// Rules whose findings are computed in code; every other rule is a list of phrases.
pub(super) const STRUCTURE: [&str; 26] = [
    "empty",
    "gap",
    "no_their_fact",
    "fact_not_in_plan",
    "somebody_else",
    "not_yet",
    "stale_fact",
    "weak_reason",
    "not_dated",
    "date_differs",
    "no_impact",
    "no_cost_of_waiting",
    "no_ask",
    "several_asks",
    "hard_to_decline",
    "we_before_you",
    "more_us_than_you",
    "no_purpose",
    "unsupported_number",
    "unsupported_name",
    "unsupported_date",
    "unsupported_quote",
    "too_sure",
    "wrong_tone",
    "too_long",
    "too_long_to_say",
];

/// The phrases, limits and texts by which the check works.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Playbook {
    tongue: Arc<PhraseLanguage>,
    pub(super) limits: CheckLimits,
    pub(super) lists: PhraseLists,
    pub(super) rules: BTreeMap<String, CheckRule>,
}

/// Limits of the check; a team's file may set some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CheckLimits {
    /// Most words of an opener.
    pub words: Option<usize>,
    /// Most seconds that the opener may take to say.
    pub seconds: Option<u32>,
    pub asks: Option<usize>,
}

/// Where in an opener a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhraseScope {
    /// Anywhere in the opener.
    #[default]
    Anywhere,
    /// Before a fact about them is named, and in the first sentence that is not an introduction.
    BeforeTheirFact,
}

/// A rule: its texts, and its phrases if it has any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct CheckRule {
    /// Severity; `Some(None)` switches the rule off.
    pub severity: Option<Option<Severity>>,
    pub says: Option<String>,
    pub advice: Option<String>,
    /// Key of the checklist line that the rule belongs to.
    pub mark: Option<String>,
    pub place: Option<PhraseScope>,
    /// True if the rule applies only to people without a logged call.
    pub strangers: Option<bool>,
    /// True if the rule applies only where no fact about them is beside the phrase.
    pub alone: Option<bool>,
    pub phrases: Vec<Pattern>,
    pub except: Vec<Pattern>,
}

/// Declares the word lists that the structural rules use, one field for each list.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub(super) struct PhraseLists { $($(#[$doc])* pub $name: Vec<Pattern>,)* }

        #[derive(Deserialize, Default)]
        #[serde(deny_unknown_fields, default)]
        struct RawPhraseLists { $($name: Vec<Spanned<String>>,)* }

        impl RawPhraseLists {
            fn read(self, file: &str, tongue: &PhraseLanguage) -> Result<PhraseLists, String> {
                Ok(PhraseLists { $($name: phrases(self.$name, file, tongue)?,)* })
            }
        }

        impl PhraseLists {
            fn extend(&mut self, more: PhraseLists) { $(self.$name.extend(more.$name);)* }
        }
    };
}

lists! {
    /// Words for the prospect: you, your.
    theirs,
    /// Words for us: we, our, I.
    ours,
    /// Greetings and introductions, which precede the first statement.
    intro,
    /// Dates and periods.
    period,
    /// Phrases for events that happened to the prospect or around them.
    fact,
    /// Phrases that say of the prospect that they have a new role.
    new_role,
    /// Verbs of events, whoever the subject is.
    event,
    /// Praise or observation that names nothing specific.
    vague,
    /// Phrases for consequences of a fact.
    impact,
    /// Phrases for the cost of waiting.
    waiting,
    /// Requests that are not questions.
    ask,
    /// Words for everybody in a trade, as "everywhere" in "brokers everywhere".
    anybody,
    /// Words for a frequency, as in "nine times a day".
    rate,
    /// Words that join a consequence to its cause: which, so.
    leads,
    /// Words that join a consequence to an instruction: and.
    joins,
    /// Beginnings of a second question within a sentence.
    question_head,
    /// Phrases that let the prospect decline.
    easy_no,
    /// Questions that take a yes for granted.
    hard_no,
    /// Phrases that state the purpose of the call.
    purpose,
    /// Words that express doubt.
    hedge,
    /// Words for bad news.
    bad_news,
    /// Cheering words, which are wrong with bad news.
    cheer,
    /// Numbers that are no claim: minutes asked for, one question.
    no_claim,
    /// Words that mean the same when facts are compared; each entry is one meaning.
    alike,
    /// Lengths of time and times of day, which are no date: ten weeks, by noon.
    span,
    /// Phrases for times in the past.
    past,
    /// Words for what always happens, which is no report.
    habit,
    /// Phrases for times that are only a limit: before June.
    limit,
    /// Phrases for what is done to somebody or something.
    consequence,
    /// Words for people on their side.
    folk,
    /// Words that join clauses.
    joint,
    /// Titles and function words beside a name.
    title,
    /// Words that precede a name: Mr, Dr.
    honorific,
    /// Capitalised words that name nobody: holidays, languages, jobs.
    common_name,
    /// Words before the rep's own name: this is, from.
    own_name,
    /// Verbs of noticing: "I saw" is about them.
    observe,
    /// Words of a wish or supposition, which report nothing.
    supposed,
    /// Time words that name no definite day.
    uncertain_day,
    /// Time words that are definite although they name no day.
    certain_day,
    /// Words of an ask without a purpose: chat, connect.
    hollow,
    /// Phrases for what we offer or do.
    offer,
    /// Beginnings of an instruction or request, at the start of a clause.
    order,
    /// Words that join another answer to the same question: or.
    either,
    /// Words that begin a condition: if.
    condition,
    /// Beginnings of a question, at the start of a clause.
    question,
    /// Phrases that take the prospect's time without asking.
    booking,
    /// Tags that are no ask: right?
    tag,
    /// Beginnings of a note to oneself, in brackets.
    note,
    /// Phrases for clicks and visits by the prospect, which are no event.
    click,
}

impl Playbook {
    /// Returns the built-in playbook.
    pub fn builtin() -> &'static Playbook {
        static BUILTIN: OnceLock<Playbook> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            read(include_str!("../../../assets/playbook.toml"), None).expect("a test reads the playbook that ships")
        })
    }

    /// Returns the built-in playbook of a language by its code: English or German.
    pub fn of_language(code: &str) -> Option<&'static Playbook> {
        static GERMAN: OnceLock<Playbook> = OnceLock::new();
        match code {
            "en" => Some(Playbook::builtin()),
            "de" => Some(GERMAN.get_or_init(|| {
                read(include_str!("../../../assets/playbook.de.toml"), None)
                    .expect("a test reads the playbook that ships")
            })),
            _ => None,
        }
    }

    /// Parses a team's own lines in the language of this playbook; [`overlay`](Playbook::overlay) applies them.
    ///
    /// # Errors
    /// One sentence with the line: an unknown key, an unknown rule, or a phrase that cannot be parsed.
    pub fn extension(&self, toml: &str) -> Result<Playbook, String> {
        read(toml, Some(self))
    }

    /// Applies a team's own lines: its phrases are added, everything else that it sets replaces the built-in value.
    #[must_use]
    pub fn overlay(mut self, team: Playbook) -> Playbook {
        self.limits.words = team.limits.words.or(self.limits.words);
        self.limits.seconds = team.limits.seconds.or(self.limits.seconds);
        self.limits.asks = team.limits.asks.or(self.limits.asks);
        self.lists.extend(team.lists);
        for (name, theirs) in team.rules {
            self.rules.entry(name).or_default().overlay(theirs);
        }
        self
    }

    /// Returns the words and conventions of the playbook's language.
    pub(in crate::domain) fn tongue(&self) -> &PhraseLanguage {
        &self.tongue
    }

    /// Returns true for function words, which say nothing about the subject of a text.
    pub(super) fn is_small(&self, folded: &str) -> bool {
        self.tongue.small.contains(folded)
    }

    /// Returns true if there is a rule of this name.
    pub fn has_rule(&self, name: &str) -> bool {
        self.rules.contains_key(name)
    }

    /// Returns the severity of a rule, `None` if it is switched off or unknown. A rule without a stated severity is a
    /// warning.
    pub(super) fn severity(&self, rule: &str) -> Option<Severity> {
        self.rules.get(rule).and_then(|rule| rule.severity.unwrap_or(Some(Severity::Warning)))
    }
}

impl CheckRule {
    fn overlay(&mut self, team: CheckRule) {
        self.severity = team.severity.or(self.severity);
        self.says = team.says.or(self.says.take());
        self.advice = team.advice.or(self.advice.take());
        self.mark = team.mark.or(self.mark.take());
        self.place = team.place.or(self.place);
        self.strangers = team.strangers.or(self.strangers);
        self.alone = team.alone.or(self.alone);
        // Added, never replaced: to be rid of a shipped phrase a team names an exception or switches the rule off.
        self.phrases.extend(team.phrases);
        self.except.extend(team.except);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaybookFile {
    language: Option<PhraseLanguage>,
    #[serde(default)]
    limits: CheckLimits,
    #[serde(default)]
    lists: RawPhraseLists,
    #[serde(default, rename = "rule")]
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Spanned<String>,
    severity: Option<RawSeverity>,
    says: Option<String>,
    advice: Option<String>,
    mark: Option<Spanned<String>>,
    #[serde(rename = "where")]
    place: Option<PhraseScope>,
    strangers: Option<bool>,
    alone: Option<bool>,
    #[serde(default)]
    phrases: Vec<Spanned<String>>,
    #[serde(default)]
    except: Vec<Spanned<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawSeverity {
    Error,
    Warning,
    Off,
}

fn read(file: &str, base: Option<&Playbook>) -> Result<Playbook, String> {
    let raw: PlaybookFile = toml::from_str(file).map_err(|fault| {
        let what = fault.message().trim().replace('\n', ", ");
        match fault.span() {
            Some(place) => format!("line {}: {what}", line_of(file, &place)),
            None => what,
        }
    })?;
    let own = raw.language.map(|language| Arc::new(language.folded()));
    // A team's lines are read in the language of the playbook that they extend, unless they bring their own.
    let tongue = own.or_else(|| base.map(|base| Arc::clone(&base.tongue))).unwrap_or_default();
    let known = |name: &str| base.is_some_and(|base| base.has_rule(name));
    let mut rules: BTreeMap<String, CheckRule> = BTreeMap::new();
    for rule in raw.rules {
        let line = line_of(file, &rule.name.span());
        let name = rule.name.get_ref().clone();
        // A misspelt name with a severity alone would switch off nothing, and nobody would see it.
        if rule.phrases.is_empty() && !STRUCTURE.contains(&name.as_str()) && !known(&name) {
            return Err(format!("line {line}: no rule is called `{name}`; a rule of your own needs phrases"));
        }
        // The second would replace the first without a word.
        if rules.contains_key(&name) {
            return Err(format!("line {line}: the rule `{name}` is defined a second time; merge its phrases"));
        }
        rules.insert(name, rule.read(file, &tongue)?);
    }
    Ok(Playbook { limits: raw.limits, lists: raw.lists.read(file, &tongue)?, rules, tongue })
}

impl RawRule {
    fn read(self, file: &str, tongue: &PhraseLanguage) -> Result<CheckRule, String> {
        if let Some(mark) = &self.mark
            && !checklist::is_known(mark.get_ref())
        {
            let known = checklist::keys().collect::<Vec<_>>().join(", ");
            return Err(format!(
                "line {}: no mark is called `{}`; there are {known}",
                line_of(file, &mark.span()),
                mark.get_ref()
            ));
        }
        Ok(CheckRule {
            severity: self.severity.map(|severity| match severity {
                RawSeverity::Error => Some(Severity::Error),
                RawSeverity::Warning => Some(Severity::Warning),
                RawSeverity::Off => None,
            }),
            says: self.says,
            advice: self.advice,
            mark: self.mark.map(Spanned::into_inner),
            place: self.place,
            strangers: self.strangers,
            alone: self.alone,
            phrases: phrases(self.phrases, file, tongue)?,
            except: phrases(self.except, file, tongue)?,
        })
    }
}

fn phrases(raw: Vec<Spanned<String>>, file: &str, tongue: &PhraseLanguage) -> Result<Vec<Pattern>, String> {
    let read = |phrase: Spanned<String>| {
        Pattern::parse(phrase.get_ref(), tongue).map_err(|why| {
            format!("line {}: the phrase \"{}\" cannot be read: {why}", line_of(file, &phrase.span()), phrase.get_ref())
        })
    };
    raw.into_iter().map(read).collect()
}

fn line_of(file: &str, place: &Range<usize>) -> usize {
    file.bytes().take(place.start).filter(|byte| *byte == b'\n').count() + 1
}
