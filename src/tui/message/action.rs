//! Every action a key can be bound to: variant, stable id, one line of help. All else derives from this table.

macro_rules! actions {
    ($($(#[doc = $help:literal])+ $variant:ident = $id:literal, $short:literal;)*) => {
        /// An action that a key, the palette or the help screen can start.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $help])+ $variant,)* }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Action] = &[$(Action::$variant),*];

            /// The stable id, for settings: `list.down`.
            pub fn id(self) -> &'static str {
                match self { $(Action::$variant => $id,)* }
            }

            /// One line of help.
            pub fn help(self) -> &'static str {
                match self { $(Action::$variant => concat!($($help),+).trim_ascii(),)* }
            }

            /// One or two words for the footer.
            pub fn short(self) -> &'static str {
                match self { $(Action::$variant => $short,)* }
            }

            /// The action with this id.
            pub fn from_id(id: &str) -> Option<Action> {
                match id { $($id => Some(Action::$variant),)* _ => None }
            }
        }
    };
}

actions! {
    /// today: whom to call, and why now
    GoToday = "go.today", "today";
    /// accounts: browse and filter
    GoAccounts = "go.accounts", "accounts";
    /// triggers: what happened to them
    GoTriggers = "go.triggers", "triggers";
    /// calls: everything logged
    GoCalls = "go.calls", "calls";
    /// review: calls to read, and the scorecard
    GoReview = "go.review", "review";

    /// paste or type what happened: a headline, a filing, a job posting, a post; or a signature, for a person
    Capture = "trigger.capture", "paste";
    /// kinds: what became of every kind of trigger
    GoKinds = "go.kinds", "kinds";
    /// no reason: accounts without a reason to call, and what to watch there
    GoQuiet = "go.quiet", "no reason";
    /// profile: the companies you can serve, and how many accounts that leaves
    GoProfile = "go.profile", "profile";
    /// you: the name and the company that your calls stand under
    GoWho = "go.who", "you";
    /// backups: copies of the book, whether they are sound, and one made now
    GoBackups = "go.backups", "backups";
    /// campaigns: one change, the accounts it touches
    GoCampaigns = "go.campaigns", "campaigns";

    /// plan the call with this person
    Plan = "call.plan", "plan";
    /// start the call clock; again: hang up and log
    Call = "call.clock", "call";
    /// log a call made without the clock
    Log = "call.log", "log";
    /// a touch that was no call: an e-mail sent, a message left elsewhere, a call of theirs
    Touch = "person.touch", "touch";
    /// this person's page: numbers, notes, their part, what was said
    Person = "person.open", "person";
    /// move this promise to another day or hour
    MovePromise = "promise.move", "move";
    /// amend this call: a new row, the first stays visible
    Amend = "call.amend", "amend";
    /// review this call: score it, one note, one focus
    Review = "call.review", "review";
    /// answer the review of your call, in one line
    Answer = "review.answer", "answer";
    /// which calls: by rep, days, kind, verdict, flag, or a few at random; on the scorecard, over which days; which view of Today
    Select = "calls.select", "which calls";

    /// open
    Open = "list.open", "open";
    /// back, text is kept
    Back = "app.back", "back";
    /// down
    Down = "list.down", "down";
    /// up
    Up = "list.up", "up";
    /// a page down
    PageDown = "list.page_down", "page";
    /// a page up
    PageUp = "list.page_up", "page";
    /// first row
    Top = "list.top", "top";
    /// last row
    Bottom = "list.bottom", "end";
    /// next account or call, without going back
    NextRecord = "record.next", "next";
    /// previous account or call
    PreviousRecord = "record.previous", "previous";
    /// next pane, tray or field
    NextPane = "pane.next", "pane";
    /// previous pane, tray or field
    PreviousPane = "pane.previous", "pane";
    /// filter as you type
    Filter = "list.filter", "filter";
    /// change the order
    Sort = "list.sort", "order";
    /// read again from the book
    Refresh = "list.refresh", "refresh";

    /// new: account, person or trigger
    New = "row.new", "new";
    /// edit
    Edit = "row.edit", "edit";
    /// mark or unmark this row, and go to the next
    Mark = "row.mark", "mark";
    /// mark every row that is shown, or none
    MarkAll = "row.mark_all", "mark all";
    /// every action for this row
    Menu = "row.menu", "actions";
    /// copy: the opener, or name and number
    Copy = "row.copy", "copy";
    /// promise kept; unfinished call dismissed
    Done = "promise.done", "done";
    /// archive this account (undo brings it back)
    Archive = "account.archive", "archive";
    /// rest this account until a date, or end its rest
    Rest = "account.rest", "rest";
    /// mark this person do-not-call, or clear the mark
    DoNotCall = "contact.do_not_call", "do not call";
    /// erase this person for good, once their name is typed
    Erase = "person.erase", "erase";

    /// keep this trigger: it counts
    Keep = "trigger.keep", "keep";
    /// reject this trigger, with a reason
    Reject = "trigger.reject", "reject";
    /// snooze this trigger to a date
    Snooze = "trigger.snooze", "snooze";
    /// link this trigger to an account, or unlink it
    Link = "trigger.link", "link";
    /// open the link of this trigger in your browser; its address is shown first
    OpenLink = "trigger.open_link", "open link";
    /// merge with the same event, or the marked ones into the first
    Merge = "trigger.merge", "merge";
    /// set the kind of this trigger
    SetKind = "trigger.kind", "kind";
    /// set how sure the evidence is
    SetSure = "trigger.sure", "how sure";

    /// fetch all feeds: new items go into the inbox
    Fetch = "feeds.fetch", "fetch";
    /// feeds and watch words: where items come from
    Feeds = "feeds.open", "feeds";
    /// remove this feed or these watch words (undo brings them back)
    Remove = "row.remove", "remove";

    /// start a campaign: the accounts that this change touches
    StartCampaign = "campaign.start", "start a campaign";
    /// the next account to work on: a line, a plan, a call
    NextToDo = "campaign.next", "next to do";
    /// close this campaign (undo opens it again)
    CloseCampaign = "campaign.close", "close";
    /// write a file: a campaign's summary, a rep's week, a sheet, the report of all calls
    ExportCampaign = "campaign.export", "write a file";

    /// save
    Save = "text.save", "save";
    /// draft the opener from a template
    Template = "plan.template", "draft";
    /// the call sheet: one page to read or print before the call
    Sheet = "call.sheet", "sheet";
    /// another reason for this plan, or none
    Reason = "plan.reason", "reason";
    /// the openers you saved before, and what changed since
    Wordings = "plan.wordings", "versions";
    /// turn to what we know, and to their way forward
    Evidence = "plan.evidence", "evidence";
    /// time one reading aloud
    Timer = "plan.timer", "time me";
    /// accept every suggestion
    TakeAll = "text.take_all", "accept all";
    /// discard the draft, back to what was saved
    Discard = "text.discard", "discard";
    /// write it in your own editor
    Editor = "text.editor", "editor";
    /// undo the last typing
    UndoText = "text.undo", "undo";
    /// redo the last typing
    RedoText = "text.redo", "redo";

    /// the scorecard by rep, kind, scope, template, campaign, hour
    GroupBy = "score.by", "by";
    /// one rep's scorecard, or everyone's
    Whose = "score.whose", "whose";
    /// hide the names of reps, for a meeting, or show them
    HideNames = "score.names", "names";

    /// possible duplicates: accounts and people that may be the same
    GoTwins = "go.twins", "duplicates";
    /// they are the same: merge the pair
    TheSame = "twins.same", "merge";
    /// they are different: keep both, and do not ask again
    KeepApart = "twins.two", "keep apart";

    /// calls made despite a block, with the reason given
    Overrides = "go.overrides", "overrides";
    /// find anything: a company, a person, a trigger, words of a call
    Search = "app.search", "find";
    /// undo the last change of the book
    Undo = "book.undo", "undo";
    /// redo it
    Redo = "book.redo", "redo";
    /// what the columns of this file are
    Columns = "import.columns", "columns";
    /// skip this column
    LeaveColumn = "import.leave", "skip";
    /// keep this column in the notes
    NoteColumn = "import.note", "into notes";
    /// save how this file is read, for the next one like it
    KeepPreset = "import.keep", "keep";
    /// import a file
    Import = "book.import", "import";
    /// all commands
    Palette = "app.palette", "commands";
    /// the tour: three minutes on a sample book; in it, skip this step
    Tour = "app.tour", "tour";
    /// end the tour, back to your own book
    EndTour = "app.end_tour", "end the tour";
    /// keys of this screen
    Help = "app.help", "help";
    /// suspend to the shell
    Suspend = "app.suspend", "suspend";
    /// cancel the running job, else quit
    Interrupt = "app.interrupt", "cancel";
    /// close what is open, on a tab quit; what you typed is kept
    Quit = "app.quit", "quit";
}

/// A movement in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    Down,
    Up,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

impl Movement {
    /// Every movement, with the action that asks for it.
    pub const ALL: [(Action, Movement); 6] = [
        (Action::Down, Movement::Down),
        (Action::Up, Movement::Up),
        (Action::PageDown, Movement::PageDown),
        (Action::PageUp, Movement::PageUp),
        (Action::Top, Movement::Top),
        (Action::Bottom, Movement::Bottom),
    ];

    /// The movement that an action asks for.
    pub fn asked_by(action: Action) -> Option<Movement> {
        Movement::ALL.iter().find(|(asks, _)| *asks == action).map(|(_, movement)| *movement)
    }

    /// One row on, or one back.
    pub fn along(by: isize) -> Movement {
        if by > 0 { Movement::Down } else { Movement::Up }
    }

    /// The row that it leads to from this one, where `last` is the last one and `page` how many a page has.
    pub fn target(self, from: usize, last: usize, page: usize) -> usize {
        match self {
            Movement::Down => from + 1,
            Movement::Up => from.saturating_sub(1),
            Movement::PageDown => from + page,
            Movement::PageUp => from.saturating_sub(page),
            Movement::Top => 0,
            Movement::Bottom => last,
        }
        .min(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Action;

    #[test]
    fn every_id_leads_back_to_its_action_and_no_two_share_one() {
        for action in Action::ALL {
            assert_eq!(Action::from_id(action.id()), Some(*action));
            assert!(!action.help().is_empty(), "{} has no help", action.id());
        }
    }
}
