//! The shapes in which programs write lists of companies and people.

use whynow::exchange;

use super::{all, bytes, how, names, people};

#[test]
fn a_list_may_stand_alone_or_in_an_envelope() {
    for text in [
        r#"[{"name":"Acme","domain":"acme.com"},{"name":"Norvik"}]"#,
        r#"{"companies":[{"name":"Acme"},{"name":"Norvik"}]}"#,
        r#"{"success":true,"data":[{"name":"Acme"},{"name":"Norvik"}],"paging":{"next":null}}"#,
        r#"{"data":{"companies":{"nodes":[{"name":"Acme"},{"name":"Norvik"}]}}}"#,
        "{\"name\":\"Acme\"}\n{\"name\":\"Norvik\"}\n",
        "{\n \"name\":\"Acme\"\n}\n{\n \"name\":\"Norvik\"\n}\n",
        r#"{"a1":{"name":"Acme"},"b2":{"name":"Norvik"}}"#,
        r#"[["name","domain"],["Acme","acme.com"],["Norvik",null]]"#,
        r#"{"0":{"cik_str":320193,"ticker":"A","title":"Acme"},"1":{"cik_str":789019,"ticker":"N","title":"Norvik"}}"#,
        r#"{"fields":["name","domain"],"data":[["Acme","acme.com"],["Norvik",null]]}"#,
    ] {
        assert_eq!(names(text), ["Acme", "Norvik"], "{text}");
    }
    assert_eq!(names(r#"{"name":"Acme","domain":"acme.com","tags":["a","b"]}"#), ["Acme"]);
}

#[test]
fn what_hubspots_api_answers_is_read_through_its_wrapping() {
    let page = r#"{"total":1,"results":[{"id":"51","properties":{"createdate":"2024-01-02T00:00:00Z","email":"ane@norvik.dk",
        "firstname":"Ane","hs_object_id":"51","lastname":"Lund","company":"Norvik Foods","phone":"+45 12 34 56 78"},
        "createdAt":"2024-01-02T00:00:00Z","updatedAt":"2024-01-02T00:00:00Z","archived":false}],"paging":{"next":{"after":"51"}}}"#;
    let found = people(page);
    let person = &found[0];
    assert_eq!((person.contact.name.as_str(), person.company.as_deref()), ("Ane Lund", Some("Norvik Foods")));
    assert_eq!(person.contact.emails, ["ane@norvik.dk"]);
    assert_eq!(person.contact.phones[0].raw, "+45 12 34 56 78");
}

#[test]
fn what_hubspots_first_api_answers_is_read_with_the_history_of_each_value() {
    let value =
        |text: &str| format!("{{\"value\":\"{text}\",\"versions\":[{{\"value\":\"old\",\"source-type\":\"API\"}}]}}");
    let person = |vid: u32, name: &str, mail: &str| {
        format!(
            r#"{{"addedAt":1390574181854,"vid":{vid},"canonical-vid":{vid},"merged-vids":[],"portal-id":62515,"is-contact":true,
            "profile-token":"AO_T-m","properties":{{"firstname":{},"lastname":{},"email":{},"lifecyclestage":{},"jobtitle":{}}},
            "form-submissions":[],"identity-profiles":[{{"vid":{vid},"saved-at-timestamp":1,"deleted-changed-timestamp":0,
            "identities":[{{"type":"EMAIL","value":"{mail}","timestamp":1,"is-primary":true}}]}}],"merge-audits":[],
            "associated-company":{{"company-id":184896670,"portal-id":62515,"properties":{{"name":{}}}}}}}"#,
            value(name),
            value("Lund"),
            value(mail),
            value("lead"),
            value("COO"),
            value("Norvik Foods")
        )
    };
    let (ane, bo) = (person(204_727, "Ane", "ane@norvik.dk"), person(207_303, "Bo", "bo@norvik.dk"));
    let found = people(format!(r#"{{"contacts":[{ane},{bo}],"has-more":true,"vid-offset":207303}}"#));
    let first = &found[0];
    assert_eq!((first.contact.name.as_str(), first.contact.title.as_deref()), ("Ane Lund", Some("COO")));
    assert_eq!((found.len(), first.contact.emails.as_slice()), (2, ["ane@norvik.dk".to_owned()].as_slice()));
    assert_eq!(first.company.as_deref(), Some("Norvik Foods"));
    assert_eq!(first.contact.external[0].id, "204727");
    let company = format!(
        r#"{{"companies":[{{"portalId":62515,"companyId":115200636,"isDeleted":false,"properties":{{"name":{},"domain":{}}}}}],"hasMore":false}}"#,
        value("Acme"),
        value("acme.com")
    );
    assert_eq!(names(company.as_str()), ["Acme"]);
}

#[test]
fn airtable_json_api_pipedrive_and_google_are_read() {
    let airtable = r#"{"records":[{"id":"rec1","createdTime":"2024-01-02T00:00:00.000Z","fields":{"Name":"Acme","Website":"acme.com"}}]}"#;
    assert_eq!(names(airtable), ["Acme"]);
    let outreach = r#"{"data":[{"type":"account","id":1,"attributes":{"name":"Acme","domain":"acme.com","numberOfEmployees":12}}]}"#;
    assert_eq!(names(outreach), ["Acme"]);
    let pipedrive = r#"{"success":true,"data":[{"id":1,"name":"Ane Lund","first_name":"Ane","last_name":"Lund","org_id":{"name":"Norvik","value":9},
        "email":[{"label":"work","value":"ane@norvik.dk","primary":true}],"phone":[{"label":"mobile","value":"+45 1234","primary":true}]}]}"#;
    let person = &people(pipedrive)[0];
    assert_eq!((person.company.as_deref(), person.contact.emails[0].as_str()), (Some("Norvik"), "ane@norvik.dk"));
    assert_eq!(person.contact.phones[0].label, "mobile");
    let google = r#"{"connections":[{"resourceName":"people/c1","names":[{"displayName":"Ane Lund","givenName":"Ane","familyName":"Lund"}],
        "emailAddresses":[{"value":"ane@norvik.dk"}],"organizations":[{"name":"Norvik","title":"COO"}]}]}"#;
    let person = &people(google)[0];
    assert_eq!((person.company.as_deref(), person.contact.title.as_deref()), (Some("Norvik"), Some("COO")));
}

#[test]
fn a_bad_line_spoils_itself_alone() {
    let lines = "{\"name\":\"Acme\"}\n{\"name\":\"Bad\",}\n\n{\"name\":\"Nor\n{\"name\":\"Norvik\"}\n{}\n\"text\"\n";
    let (good, bad, _) = all(exchange::accounts("f.jsonl", bytes(lines), &how()));
    assert_eq!(good.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Acme", "Norvik"]);
    let at: Vec<u64> = bad.iter().map(|(line, _)| *line).collect();
    assert_eq!(at, [2, 4, 6, 7], "{bad:?}");
    assert!(bad[0].1.contains("line 2, column 15") && bad[0].1.contains("comma"), "{bad:?}");
}

#[test]
fn a_bad_entry_of_a_list_spoils_itself_alone() {
    let list = "[{\"name\":\"Acme\"},\n{\"name\":\"Bad\",},\n{\"name\":\"Norvik\"}, 7, {}]";
    let (good, bad, _) = all(exchange::accounts("f.json", bytes(list), &how()));
    assert_eq!((good.len(), bad.len()), (2, 3), "{bad:?}");
}

#[test]
fn a_member_that_comes_late_is_told_of() {
    let mut lines = "{\"name\":\"Acme\"}\n".repeat(300);
    lines.push_str("{\"name\":\"Norvik\",\"city\":\"Aarhus\"}\n");
    let (good, _, notes) = all(exchange::accounts("f.jsonl", bytes(lines), &how()));
    assert_eq!(good.len(), 301);
    assert!(notes.iter().any(|note| note.contains("line 301") && note.contains("“city”")), "{notes:?}");
}

#[test]
fn other_encodings_of_json_are_read() {
    let text = r#"[{"name":"Müller"},{"name":"Žižka"}]"#;
    let utf16 =
        |mark: &[u8], unit: fn(u16) -> [u8; 2]| [mark.to_vec(), text.encode_utf16().flat_map(unit).collect()].concat();
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    for bytes in [
        marked,
        utf16(&[0xFF, 0xFE], u16::to_le_bytes),
        utf16(&[0xFE, 0xFF], u16::to_be_bytes),
        utf16(&[], u16::to_le_bytes),
    ] {
        assert_eq!(names(bytes), ["Müller", "Žižka"]);
    }
}
