//! What the rows of a file are, where nobody says so.

use std::io::Cursor;

use chrono::FixedOffset;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::ImportKind;
use whynow::exchange;

fn taken_for(text: &str) -> Result<ImportKind, String> {
    let here = FixedOffset::east_opt(0).unwrap();
    let read = exchange::read("own.csv", Cursor::new(text.to_owned()), None, &ReadOptions::default(), here);
    read.map(|reading| reading.kind).map_err(|error| error.to_string())
}

/// What the program says of a file whose kind nobody named.
fn says_of(file: &str, text: &str) -> String {
    let here = chrono::FixedOffset::east_opt(0).unwrap();
    let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
    match exchange::read(file, bytes, None, &ReadOptions::default(), here) {
        Ok(reading) => format!("read as {:?}", reading.kind),
        Err(error) => error.to_string(),
    }
}

#[test]
fn lists_of_deals_and_of_tickets_are_called_that_and_told_what_to_do() {
    for text in [
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company\n1,Norvik 2026,Won,2026-01-02,900,Norvik\n",
        "Deal - Title,Deal - Stage,Deal - Value,Deal - Organization\nNorvik,Won,900,Norvik\n",
        "Opportunity Name,Account Name,Stage,Close Date,Opportunity Owner\nBig,Norvik,Won,2026-01-02,Eva\n",
        "Id,AccountId,Name,StageName,CloseDate\n006x,001x,Big,Won,2026-01-02\n",
        "Deal Name,Account Name,Stage,Closing Date,Amount\nBig,Norvik,Won,2026-01-02,900\n",
        "Topic,Potential Customer,Est. Close Date,Est. Revenue,Owner\nBig,Norvik,2026-01-02,900,Eva\n",
        r#"{"results":[{"id":"1","properties":{"dealname":"Big","dealstage":"won","amount":"900"},"archived":false}]}"#,
        r#"{"success":true,"data":[{"id":1,"title":"Big","value":9,"stage_id":2,"pipeline_id":1,"org_name":"Norvik"}]}"#,
        r#"{"totalSize":1,"records":[{"attributes":{"type":"Opportunity"},"Name":"Big","StageName":"Won","CloseDate":"2026-01-02"}]}"#,
        r#"[{"deal_name":"Big","deal_stage":"won","company":"Norvik"}]"#,
    ] {
        let said = says_of("deals", text);
        assert!(said.contains("a list of deals") && said.contains("export the companies and people"), "{text}\n{said}");
    }
    for text in [
        "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Company name\n1,No login,Support,New,2026-01-02,Norvik\n",
        "Case Number,Subject,Status,Account Name,Case Owner\n0001,No login,New,Norvik,Eva\n",
        "Ticket ID,Subject,Status,Priority,Company Name,Full name,Email\n1,No login,Open,Low,Norvik,Ane Lund,ane@norvik.dk\n",
        r#"{"results":[{"id":"1","properties":{"subject":"No login","hs_pipeline_stage":"1","hs_ticket_priority":"LOW"}}]}"#,
        r#"{"records":[{"attributes":{"type":"Case"},"CaseNumber":"1","Subject":"No login","Status":"New"}]}"#,
        r#"{"tickets":[{"id":1,"subject":"No login","requester_id":3,"assignee_id":4,"ticket_form_id":5}]}"#,
    ] {
        let said = says_of("tickets", text);
        assert!(said.contains("a list of support tickets") && said.contains("export the"), "{text}\n{said}");
    }
    let both = r#"{"companies":[{"id":1,"name":"Norvik"}],"deals":[{"id":1,"dealname":"Big","dealstage":"won"}],
        "contacts":[{"id":1,"first_name":"Ane","last_name":"Lund"}]}"#;
    assert_eq!(says_of("both.json", both), "read as Accounts");
}

#[test]
fn who_is_archived_or_deleted_in_its_system_is_no_live_person_or_company() {
    for (kind, text) in [
        (
            ImportKind::Contacts,
            r#"{"results":[{"id":"1","properties":{"firstname":"Ane","lastname":"Lund"},"archived":true},
                {"id":"2","properties":{"firstname":"Bo","lastname":"Dahl"},"archived":false}]}"#,
        ),
        (ImportKind::Contacts, "First Name,Last Name,Company,Archived\nAne,Lund,Norvik,true\nBo,Dahl,Norvik,false\n"),
        (ImportKind::Contacts, "Id,FirstName,LastName,AccountId,IsDeleted\n1,Ane,Lund,1,true\n2,Bo,Dahl,1,false\n"),
        (
            ImportKind::Contacts,
            r#"{"companies":[],"contacts":[{"id":1,"first_name":"Ane","last_name":"Lund","archived":true},{"id":2,"first_name":"Bo","last_name":"Dahl"}]}"#,
        ),
        (
            ImportKind::Accounts,
            r#"{"results":[{"id":"1","properties":{"name":"Acme"},"archived":true},{"id":"2","properties":{"name":"Norvik"},"archived":false}]}"#,
        ),
        (ImportKind::Accounts, "Company,City,Archived\nAcme,Oslo,TRUE\nNorvik,Oslo,FALSE\n"),
    ] {
        let here = chrono::FixedOffset::east_opt(0).unwrap();
        let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
        let reading = exchange::read("x", bytes, Some(kind), &ReadOptions::default(), here).unwrap();
        let ends: Vec<Option<String>> = reading.records.map(|record| record.unwrap().value.err()).collect();
        let gone = Some("archived or deleted in the system it comes from".to_owned());
        assert_eq!(ends, [gone, None], "{text}");
    }
}

#[test]
fn columns_say_what_rows_are() {
    use whynow::domain::query::ImportKind::{Accounts, Calls, Contacts, DoNotCall, Triggers};
    for (header, kind) in [
        ("Company,Website,Industry,Employees", Accounts),
        ("Company,City,Country", Accounts),
        ("Name,Email,Company,Phone", Contacts),
        ("First Name,Last Name,Company,City", Contacts),
        ("Account Name,Account Owner,Billing City,Phone", Accounts),
        ("Account Name,First Name,Last Name,Email,Phone", Contacts),
        ("Company,Headline,Date", Triggers),
        ("Company,Location,# of Workers,Received Date,Layoff Start Date", Triggers),
        ("Name,Phone,Date,Duration,Call outcome", Calls),
        ("Listed digits,Reason", DoNotCall),
    ] {
        let cells = vec!["2026-01-02"; header.split(',').count()].join(",");
        assert_eq!(taken_for(&format!("{header}\n{cells}\n")), Ok(kind), "{header}");
    }
}

#[test]
fn what_could_be_two_things_and_what_says_nothing_is_asked() {
    let two = taken_for("Name,Phone\nAne,555 843 8116\n").unwrap_err();
    assert!(two.contains("fit accounts and contacts"), "{two}");
    for text in ["A,B\n1,2\n", "Phone\n+47 22 33 44 55\n", "Firmenbez.;Ort\nNorvik;Oslo\n"] {
        let says = taken_for(text).unwrap_err();
        assert!(says.contains("do not say what its rows are") && says.contains("--map"), "{text}: {says}");
    }
}
