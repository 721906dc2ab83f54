//! Fetches feeds from the web. Nothing is fetched unless a person asks; size, time and redirects are limited, and only
//! public addresses are connected to.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Proxy};

use crate::domain::text::clean_line;
use crate::exchange::feed::discover::feed_of_page;
use crate::fault::io_says;

/// The `Accept` header of requests.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
    text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";

/// Limits of one fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchLimits {
    /// Longest answer, decompressed, in bytes.
    pub bytes: usize,
    /// Longest time for the whole fetch, from name resolution to the last byte.
    pub time: Duration,
    /// Most redirects followed.
    pub redirects: u32,
}

impl Default for FetchLimits {
    fn default() -> Self {
        FetchLimits { bytes: 10 * 1024 * 1024, time: Duration::from_secs(20), redirects: 5 }
    }
}

/// Settings for requests to servers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FetchTerms {
    /// True if addresses in private networks may be connected to.
    pub allow_private: bool,
    /// An e-mail address that is sent to every server, as a contact.
    pub contact: Option<String>,
    /// Limits of one fetch.
    pub limits: FetchLimits,
}

/// The HTTP client for feeds.
#[derive(Debug)]
pub struct Web {
    agent: Agent,
    limits: FetchLimits,
}

/// The answer of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchedPage {
    /// Nothing changed since the last request (304).
    Unchanged,
    /// The page has new content.
    Content {
        /// The body, decompressed.
        bytes: Vec<u8>,
        /// The `ETag` header, to send with the next request.
        etag: Option<String>,
        /// The `Last-Modified` header, to send with the next request.
        modified: Option<String>,
    },
}

/// Why a fetch failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebError {
    /// The user stopped the fetch.
    #[error("stopped")]
    Stopped,
    /// Anything else: the address, what happened, what to do.
    #[error("{address}: {says}")]
    Failed {
        /// The requested address.
        address: String,
        /// What happened and what to do, in one sentence.
        says: String,
    },
}

impl Web {
    /// Makes a client; sends nothing yet.
    pub fn new(terms: &FetchTerms) -> Web {
        let contact = terms.contact.as_ref().map(|mail| format!(" ({mail})")).unwrap_or_default();
        let config = Agent::config_builder()
            .timeout_global(Some(terms.limits.time))
            .max_redirects(terms.limits.redirects)
            // Otherwise the answer is the last redirect itself, and the message cannot say what went wrong.
            .max_redirects_will_error(true)
            // A status gets a sentence of its own, and 304 is good news.
            .http_status_as_error(false)
            .max_response_header_size(64 * 1024)
            .max_idle_connections(0)
            .user_agent(format!("whynow/{}{contact}", env!("CARGO_PKG_VERSION")))
            .accept(ACCEPT)
            // A proxy looks names up itself: what it connects to cannot be checked here.
            .proxy(if terms.allow_private { Proxy::try_from_env() } else { None })
            .build();
        let resolver = PublicResolver { names: DefaultResolver::default(), allow_private: terms.allow_private };
        Web { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), limits: terms.limits }
    }

    /// Fetches an address. `go_on` is called between two chunks of the answer; returning false stops the fetch.
    ///
    /// # Errors
    /// One sentence with the address and what to do; [`WebError::Stopped`] when `go_on` returns false.
    pub fn get(
        &self,
        address: &str,
        etag: Option<&str>,
        modified: Option<&str>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<FetchedPage, WebError> {
        let failed = |says: String| WebError::Failed { address: clean_line(address, 200), says };
        if !go_on() {
            return Err(WebError::Stopped);
        }
        let mut request = self.agent.get(address);
        for (name, value) in [("If-None-Match", etag), ("If-Modified-Since", modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let mut response = request.call().map_err(|error| failed(self.unanswered(&error)))?;
        let status = response.status().as_u16();
        if status == 304 {
            return Ok(FetchedPage::Unchanged);
        }
        if !(200..300).contains(&status) {
            return Err(failed(status_in_words(status)));
        }
        let header = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            // It is kept in the book and sent back as a header: one line, and no longer than a tag needs.
            Some(clean_line(value, 500)).filter(|value| !value.is_empty())
        };
        let (etag, modified) = (header("etag"), header("last-modified"));
        let bytes = self.body(response.body_mut(), go_on).map_err(|fault| match fault {
            BodyError::Stopped => WebError::Stopped,
            BodyError::Failed(says) => failed(says),
        })?;
        match feed_of_page(address, &bytes) {
            Some(says) => Err(failed(says)),
            None => Ok(FetchedPage::Content { bytes, etag, modified }),
        }
    }

    fn body(&self, body: &mut ureq::Body, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<u8>, BodyError> {
        let too_long = || {
            let megabytes = self.limits.bytes / (1024 * 1024);
            BodyError::Failed(format!(
                "the answer is longer than {megabytes} MB, too long for a feed. Look for another address."
            ))
        };
        // Checked before reading, and again while reading: the header may be missing or wrong.
        let known = body.content_length();
        if known.is_some_and(|length| length > self.limits.bytes as u64) {
            return Err(too_long());
        }
        let (mut bytes, mut piece) = (Vec::new(), vec![0; 32 * 1024]);
        let mut reader = body.as_reader();
        loop {
            if !go_on() {
                return Err(BodyError::Stopped);
            }
            let read = reader.read(&mut piece).map_err(|error| BodyError::Failed(self.in_words(&error.into())))?;
            if read == 0 {
                break;
            }
            bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
            if bytes.len() > self.limits.bytes {
                return Err(too_long());
            }
        }
        if bytes.is_empty() {
            return Err(BodyError::Failed(
                "the answer is empty. Open the address in a browser, and try again later.".into(),
            ));
        }
        Ok(bytes)
    }

    /// Returns the sentence for an error before any answer; invalid data then means that no secure connection was
    /// established.
    fn unanswered(&self, error: &ureq::Error) -> String {
        match error {
            ureq::Error::Io(io) if io.kind() == std::io::ErrorKind::InvalidData => insecure(io),
            other => self.in_words(other),
        }
    }

    fn in_words(&self, error: &ureq::Error) -> String {
        use ureq::Error;
        let again = "Try again later.";
        match error {
            Error::Timeout(_) => {
                format!("it took longer than {} and was given up. {again}", seconds(self.limits.time))
            }
            Error::HostNotFound => "there is no site by this name. Check the address.".into(),
            Error::TooManyRedirects => {
                format!(
                    "it sends from address to address more than {} times. Look for a newer one.",
                    self.limits.redirects
                )
            }
            Error::Other(inner) if inner.is::<NotPublic>() => inner.to_string(),
            Error::BadUri(_) | Error::Http(_) => {
                "it is, or leads to, no address that can be read. Only http:// and https:// are.".into()
            }
            Error::LargeResponseHeader(..) => {
                format!("the answer begins with more headers than any feed needs. {again}")
            }
            Error::Decompress(..) => format!("the answer is packed in a way that cannot be unpacked. {again}"),
            Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => insecure(error),
            Error::Io(io) => io_in_words(io),
            Error::Protocol(_) => format!("the answer broke off or is not what a web server sends. {again}"),
            other => format!("it could not be fetched: {}. {again}", one_line(other)),
        }
    }
}

/// Why the body of an answer could not be read completely.
enum BodyError {
    Stopped,
    Failed(String),
}

fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} milliseconds", time.as_millis()),
        1 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    }
}

fn one_line(error: &dyn std::fmt::Display) -> String {
    clean_line(&error.to_string(), 160).trim_end_matches('.').to_owned()
}

fn insecure(error: &dyn std::fmt::Display) -> String {
    let why = one_line(error);
    format!("no secure connection: {why}. Open it in a browser; the site's certificate may have run out.")
}

fn io_in_words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let says = match error.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            "the connection broke off before the end; nothing of it was kept. Try again later."
        }
        ErrorKind::ConnectionRefused => "nothing answers there. Check the address, or try again later.",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "it did not answer in time. Try again later.",
        ErrorKind::InvalidInput | ErrorKind::InvalidData => {
            "the answer is packed in a way that cannot be unpacked. Try again later."
        }
        _ if is_lookup(error) => "there is no site by this name, or no network here. Check both.",
        _ => return format!("it could not be fetched: {}. Check the network.", one_line(&io_says(error))),
    };
    says.to_owned()
}

/// Returns true if name resolution failed; the standard library has no stable error kind for it.
fn is_lookup(error: &std::io::Error) -> bool {
    error.to_string().contains("lookup address")
}

fn status_in_words(status: u16) -> String {
    let says = match status {
        401 | 403 => {
            "the site does not let this program read it. Some want a contact: set contact under [feeds] in the settings."
        }
        404 | 410 => "there is nothing at this address any more. Look for the site's feed again.",
        406 | 415 => "the site has no feed in a form that is read here. Look for its RSS or Atom address.",
        429 => "the site was asked too often. Wait an hour.",
        500..=599 => "the site failed with an error of its own. Try again later.",
        _ => "that is not an answer a feed gives. Open the address in a browser.",
    };
    format!("the server answered {status}: {says}")
}

/// Resolves names and accepts public addresses only. The connection uses the address that was checked: there is no
/// second resolution in between, and every redirect is checked again.
#[derive(Debug)]
struct PublicResolver {
    names: DefaultResolver,
    allow_private: bool,
}

impl Resolver for PublicResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // All addresses of a name must be public: the client may connect to any of them.
        let found = self.names.resolve(uri, config, timeout)?;
        let closed = found.iter().find(|address| !is_open(address.ip())).filter(|_| !self.allow_private);
        match closed {
            None => Ok(found),
            Some(address) => {
                let host = clean_line(uri.host().unwrap_or_default(), 100);
                Err(ureq::Error::Other(Box::new(NotPublic { host, at: address.ip() })))
            }
        }
    }
}

/// The error for an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error(
    "{host} is at {at}, which is inside a network and not on the open internet; nothing was sent. To read feeds of your \
     own network, set allow_private = true under [feeds] in the settings."
)]
struct NotPublic {
    host: String,
    at: IpAddr,
}

/// Returns true if an address is public, by IANA's registries of special-purpose addresses.
pub fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_open_v4(v4),
        IpAddr::V6(v6) => is_open_v6(v6),
    }
}

fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || matches!(
            (a, b, c),
            (0 | 240..=255, _, _) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
        );
    !special
}

fn is_open_v6(address: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_open_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address inside one of IPv6: mapped, translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            inner(high, low)
        }
        // Only 2000::/3 is given out; of it not the documentation's, nor what tunnels (Teredo and others in 2001:0–1ff).
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_on_the_open_internet_are_open() {
        for (address, open) in [
            ("93.184.216.34", true),
            ("8.8.8.8", true),
            ("127.0.0.1", false),
            ("127.9.9.9", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.100.100.200", false),
            ("192.0.0.192", false),
            ("198.18.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("::1", false),
            ("::", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("::127.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("64:ff9b::808:808", true),
            ("64:ff9b:1::1", false),
            ("2002:7f00:1::", false),
            ("fe80::1", false),
            ("fc00::1", false),
            ("fd00:ec2::254", false),
            ("ff02::1", false),
            ("fec0::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("2606:2800:220:1::1", true),
        ] {
            assert_eq!(is_open(address.parse().unwrap()), open, "{address}");
        }
    }

    #[test]
    fn every_status_says_what_to_do() {
        for (status, says) in [(404, "nothing at this address"), (403, "contact"), (500, "later"), (429, "Wait")] {
            assert!(status_in_words(status).contains(says), "{status}");
        }
    }
}
