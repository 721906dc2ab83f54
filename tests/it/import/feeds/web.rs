//! Servers that misbehave: each gets one clear sentence.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use whynow::job::feeds::http::{FetchTerms, FetchedPage, Web};

use crate::support::server::{DAY, Server, rss, send, terms};

fn get(address: &str) -> Result<FetchedPage, String> {
    Web::new(&terms()).get(address, None, None, &mut || true).map_err(|error| error.to_string())
}

/// The sentence of a fetch that must fail: it begins with the address.
fn refused(server: &Server) -> String {
    let address = server.at("/feed.xml");
    let says = get(&address).expect_err("this server is not to be believed");
    says.strip_prefix(&format!("{address}: ")).unwrap_or_else(|| panic!("no address in: {says}")).to_owned()
}

#[test]
fn each_misbehaving_server_gets_one_clear_sentence() {
    let gzip_bomb = {
        // Each member unpacks to nothing but zeros; a hundred of them are 10 MB.
        include_bytes!("../../../data/zeros-10mb.gz").to_vec()
    };
    for (server, says) in [
        (Server::giving("404 Not Found", "gone"), "the server answered 404: there is nothing at this address any more"),
        (Server::giving("500 Oops", "x"), "the server answered 500: the site failed with an error of its own"),
        (Server::giving("403 No", "x"), "set contact under [feeds]"),
        (Server::giving("200 OK\r\nContent-Encoding: gzip", gzip_bomb), "longer than 1 MB"),
        (Server::giving("200 OK\r\nContent-Encoding: gzip", "not gzip at all"), "cannot be unpacked"),
        (Server::giving("200 OK", vec![b'x'; 1024 * 1024 + 1]), "longer than 1 MB"),
        (Server::giving("200 OK", ""), "the answer is empty"),
        (
            Server::giving(&format!("200 OK\r\nX-Long: {}", "x".repeat(100_000)), "x"),
            "more headers than any feed needs",
        ),
        (Server::giving("302 Found\r\nLocation: /feed.xml", ""), "from address to address more than 5 times"),
        (Server::giving("302 Found\r\nLocation: ftp://example.com/x", ""), "Only http:// and https:// are|5 times"),
        (Server::giving("302 Found\r\nLocation: file:///etc/passwd", ""), "Only http:// and https:// are|5 times"),
        (Server::giving("204 No Content", ""), "the answer is empty"),
        (
            Server::giving(
                "200 OK\r\nContent-Type: text/html",
                "<!doctype html><link rel=alternate type=application/rss+xml href=/real.xml>",
            ),
            "/real.xml: add that",
        ),
        (
            Server::new(|_, stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>"))),
            "broke off",
        ),
        (Server::new(|_, stream| drop(stream.write_all(b"garbage\r\n\r\n"))), "not what a web server sends"),
        (Server::new(|_, _| ()), "broke off"),
    ] {
        let said = refused(&server);
        assert!(says.split('|').any(|says| said.contains(says)), "wanted “{says}”, got “{said}”");
    }
}

#[test]
fn a_server_that_never_ends_or_never_answers_is_given_up() {
    let endless = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 65_536]).is_ok() {}
    });
    assert!(refused(&endless).contains("longer than 1 MB"));
    let dripping = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    assert!(refused(&dripping).contains("took longer than 600 milliseconds"));
    let kept = Arc::new(Mutex::new(Vec::new()));
    let silent = Server::new(move |_, stream| kept.lock().unwrap().push(stream.try_clone()));
    assert!(refused(&silent).contains("took longer than 600 milliseconds"));
    let headers = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-More: and more\r\n").is_ok() {}
    });
    let said = refused(&headers);
    assert!(said.contains("headers") || said.contains("took longer") || said.contains("not what"), "{said}");
}

#[test]
fn nothing_answers_and_no_name_have_their_sentence() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(get(&format!("http://{free}/x")).unwrap_err().contains("nothing answers there"));
    let unknown = get("http://no-such-site.invalid/x").unwrap_err();
    assert!(unknown.contains("no site by this name") || unknown.contains("took longer"), "{unknown}");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/x", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let _sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nthis is not TLS");
            kept.push(stream);
        }
    });
    let said = get(&address).unwrap_err();
    assert!(said.contains("no secure connection"), "{said}");
}

#[test]
fn addresses_inside_a_network_are_refused_before_anything_is_sent() {
    let server = Server::giving("200 OK", rss(&[("1", "A", DAY)]));
    let port = server.address.rsplit(':').next().unwrap().to_owned();
    let closed = Web::new(&FetchTerms { allow_private: false, ..terms() });
    for host in [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "169.254.169.254",
        "10.0.0.1",
    ] {
        let said = closed.get(&format!("http://{host}:{port}/x"), None, None, &mut || true).unwrap_err().to_string();
        assert!(said.contains("inside a network") || said.contains("no site by this name"), "{host}: {said}");
    }
    assert!(server.asked.try_recv().is_err(), "a request was sent");
}

#[test]
fn a_turn_is_followed_and_leads_to_the_feed() {
    let server = Server::new(|request, stream| {
        if request.starts_with("GET /old") {
            send(stream, "301 Moved\r\nLocation: /new", b"");
        } else {
            send(stream, "200 OK", b"<rss/>");
        }
    });
    assert!(matches!(get(&server.at("/old")), Ok(FetchedPage::Content { .. })));
}

#[test]
fn a_stopped_fetch_ends_between_two_pieces() {
    let endless = Server::new(|_, stream| {
        let _head = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(b"xxxxxxxxxxxxxxxx").is_ok() {}
    });
    let mut left = 3;
    let mut go_on = || {
        left -= 1;
        left > 0
    };
    let stopped = Web::new(&terms()).get(&endless.at("/"), None, None, &mut go_on).unwrap_err();
    assert_eq!(stopped.to_string(), "stopped");
}

#[test]
fn the_program_says_who_it_is_and_asks_for_what_it_reads() {
    let server = Server::giving("200 OK", "<rss/>");
    let terms = FetchTerms { contact: Some("rep@norvik.example".into()), ..terms() };
    Web::new(&terms).get(&server.at("/"), None, None, &mut || true).unwrap();
    let request = server.asked.recv().unwrap().to_lowercase();
    let agent = format!("user-agent: whynow/{} (rep@norvik.example)", env!("CARGO_PKG_VERSION"));
    for line in [agent.as_str(), "accept: application/atom+xml", "accept-encoding: gzip"] {
        assert!(request.contains(line), "{line} is not in {request}");
    }
}
