//! A server that does as it is told, and the terms on which it is asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use whynow::job::feeds::http::{FetchLimits, FetchTerms};

/// A server that gives the same answer to everyone, or what a function makes of the request.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) asked: Receiver<String>,
}

impl Server {
    pub(crate) fn new(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (tell, asked) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let (mut request, mut piece) = (Vec::new(), [0; 1024]);
                while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                    match stream.read(&mut piece) {
                        Ok(0) | Err(_) => break,
                        Ok(count) => request.extend_from_slice(&piece[..count]),
                    }
                }
                let request = String::from_utf8_lossy(&request).into_owned();
                if tell.send(request.clone()).is_err() {
                    return;
                }
                answer(&request, &mut stream);
            }
        });
        Server { address, asked }
    }

    /// A whole answer: head lines, body.
    pub(crate) fn giving(head: &str, body: impl Into<Vec<u8>>) -> Server {
        let (head, body) = (head.to_owned(), body.into());
        Server::new(move |_, stream| send(stream, &head, &body))
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

pub(crate) fn send(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let all = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    // A client that had enough has hung up.
    let _gone = stream.write_all(all.as_bytes()).and_then(|()| stream.write_all(body));
}

pub(crate) fn small() -> FetchLimits {
    FetchLimits { bytes: 1024 * 1024, time: Duration::from_millis(600), redirects: 5 }
}

pub(crate) fn terms() -> FetchTerms {
    FetchTerms { allow_private: true, contact: None, limits: small() }
}

pub(crate) fn rss(items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(id, title, date)| {
            let date = if date.is_empty() { String::new() } else { format!("<pubDate>{date}</pubDate>") };
            format!("<item><guid>https://news.example/{id}</guid><title>{title}</title>{date}</item>")
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>")
}

pub(crate) const DAY: &str = "Tue, 10 Mar 2026 08:00:00 GMT";
