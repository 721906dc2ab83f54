//! The table of screens: the route that leads to each, how it is made, and the action that opens it from everywhere.

use std::mem::{Discriminant, discriminant};

use crate::tui::message::action::Action;
use crate::tui::message::route::Route;
use crate::tui::screen::Screen;
use crate::tui::screen::account::AccountScreen;
use crate::tui::screen::accounts::AccountsScreen;
use crate::tui::screen::backups::BackupsScreen;
use crate::tui::screen::begin::who::WhoScreen;
use crate::tui::screen::call::CallScreen;
use crate::tui::screen::call_sheet::CallSheetScreen;
use crate::tui::screen::calls::CallsScreen;
use crate::tui::screen::campaign::CampaignScreen;
use crate::tui::screen::campaign_start::CampaignStartScreen;
use crate::tui::screen::campaigns::CampaignsScreen;
use crate::tui::screen::capture::CaptureScreen;
use crate::tui::screen::duplicates::DuplicatesScreen;
use crate::tui::screen::edit::EditScreen;
use crate::tui::screen::feeds::FeedsScreen;
use crate::tui::screen::import::ImportScreen;
use crate::tui::screen::kinds::KindsScreen;
use crate::tui::screen::log_call::LogScreen;
use crate::tui::screen::no_reason::NoReasonScreen;
use crate::tui::screen::overrides::OverridesScreen;
use crate::tui::screen::person::PersonScreen;
use crate::tui::screen::plan::PlanScreen;
use crate::tui::screen::profile::ProfileScreen;
use crate::tui::screen::review_call::ReviewCallScreen;
use crate::tui::screen::review_queue::ReviewQueueScreen;
use crate::tui::screen::scorecard::ScorecardScreen;
use crate::tui::screen::today::TodayScreen;
use crate::tui::screen::triggers::TriggersScreen;

/// A row: the route with what it carries, the screen, and then, in this order and each only where it is so: `tab` and its
/// words in the header; `one of its kind`, which does not lie on itself; `by` the action that opens it from everywhere.
///
/// The routes are matched exhaustively: one without a row does not compile.
macro_rules! screens {
    ($($route:ident $(($($bound:ident),+))? $({$($field:ident),+})? => $make:expr
        $(, tab $words:literal)? $(, one of its $kind:ident)? $(, by $action:ident)?;)+) => {
        /// The tabs, in the order of their digits.
        pub(super) const TABS: &[Tab] =
            &[$($(Tab { words: $words, route: Route::$route, make: || Box::new($make) },)?)+];

        /// The actions that open a screen from everywhere, and which.
        const DOORS: &[(Action, Route)] = &[$($((Action::$action, Route::$route),)?)+];

        /// Makes the screen of a route.
        pub(super) fn make_screen(route: Route) -> Box<dyn Screen> {
            match route {
                $(Route::$route $(($($bound),+))? $({$($field),+})? => Box::new($make),)+
            }
        }

        /// Whether there is only one of it: gone to from itself, it stays.
        fn is_one_of_its_kind(route: &Route) -> bool {
            match route {
                $(Route::$route { .. } => [$(stringify!($kind),)?].contains(&"kind"),)+
            }
        }
    };
}

screens! {
    Today => TodayScreen::default(), tab "Today", by GoToday;
    Accounts => AccountsScreen::default(), tab "Accounts", by GoAccounts;
    Triggers => TriggersScreen::default(), tab "Triggers", by GoTriggers;
    Calls => CallsScreen::default(), tab "Calls", by GoCalls;
    Review => ReviewQueueScreen::default(), tab "Review", by GoReview;

    Account(id) => AccountScreen::new(id);
    Person(id, contact) => AccountScreen::at(id, contact);
    PersonPage(contact) => PersonScreen::new(contact);
    Duplicates => DuplicatesScreen::default(), one of its kind, by GoTwins;
    Quiet => NoReasonScreen::default(), one of its kind, by GoQuiet;

    Kinds => KindsScreen::default(), one of its kind, by GoKinds;
    Feeds => FeedsScreen::default();
    Capture => CaptureScreen::default();
    Clipping { clipping, boxed } => EditScreen::clipped(*clipping, boxed);
    Edit(subject) => EditScreen::new(subject);
    Import => ImportScreen::default(), by Import;
    Backups => BackupsScreen::default(), one of its kind, by GoBackups;
    Profile => ProfileScreen::default(), one of its kind, by GoProfile;
    Who => WhoScreen::default(), one of its kind, by GoWho;

    Campaigns => CampaignsScreen::default(), one of its kind, by GoCampaigns;
    Campaign(id) => CampaignScreen::new(id);
    StartCampaign(trigger) => CampaignStartScreen::new(trigger);

    Plan(contact) => PlanScreen::new(contact);
    PlanIn(contact, campaign) => PlanScreen::in_campaign(contact, campaign);
    Sheet(account, contact) => CallSheetScreen::new(account, contact);
    Log { contact, ended } => LogScreen::new(contact, ended.map(|ended| *ended));
    Call(id) => CallScreen::new(id);
    Amend(call) => LogScreen::amend(*call);

    Reviewing(id, query) => ReviewCallScreen::new(id, *query);
    Scorecard => ScorecardScreen::default(), one of its kind;
    Overrides => OverridesScreen::default(), one of its kind, by Overrides;
}

/// A tab of the header.
pub(super) struct Tab {
    pub(super) words: &'static str,
    pub(super) route: Route,
    pub(super) make: fn() -> Box<dyn Screen>,
}

/// A screen over the tabs, and the row of the table that it is of; that of the first run is of none.
#[derive(Debug)]
pub(super) struct OpenScreen {
    pub(super) screen: Box<dyn Screen>,
    row: Option<Discriminant<Route>>,
    route: Option<Route>,
}

impl OpenScreen {
    /// A screen that no route leads to.
    pub(super) fn unrouted(screen: impl Screen + 'static) -> OpenScreen {
        OpenScreen { screen: Box::new(screen), row: None, route: None }
    }

    /// The screen of a route.
    pub(super) fn routed(route: Route) -> OpenScreen {
        OpenScreen { row: Some(discriminant(&route)), screen: make_screen(route.clone()), route: Some(route) }
    }

    /// Makes the screen anew, as its route does.
    pub(super) fn open_anew(&mut self) {
        if let Some(route) = self.route.clone() {
            self.screen = make_screen(route);
        }
    }

    /// Whether a route leads to this very screen, which is one of its kind.
    pub(super) fn is_where(&self, route: &Route) -> bool {
        is_one_of_its_kind(route) && self.row == Some(discriminant(route))
    }
}

/// The screen that an action opens from everywhere.
pub(super) fn door(action: Action) -> Option<Route> {
    DOORS.iter().find(|(opens, _)| *opens == action).map(|(_, route)| route.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_goes_somewhere_opens_a_screen_of_its_own() {
        for action in Action::ALL.iter().filter(|action| action.id().starts_with("go.")) {
            assert!(door(*action).is_some(), "{} opens nothing: it has no row", action.id());
        }
        for (at, (action, route)) in DOORS.iter().enumerate() {
            let others = &DOORS[at + 1..];
            assert!(others.iter().all(|(other, _)| other != action), "{} opens two screens", action.id());
            assert!(others.iter().all(|(_, other)| other != route), "{route:?} is opened by two actions");
        }
    }

    #[test]
    fn every_tab_is_opened_by_the_digit_of_its_place() {
        let keymap = crate::tui::message::keymap::Keymap::default();
        for (at, tab) in TABS.iter().enumerate() {
            let action = DOORS.iter().find(|(_, route)| *route == tab.route).map(|(action, _)| *action);
            let keys = action.map(|action| keymap.keys(crate::tui::message::keymap::Layer::Nav, action));
            assert_eq!(keys, Some(vec![(at + 1).to_string()]), "{}", tab.words);
        }
    }
}
