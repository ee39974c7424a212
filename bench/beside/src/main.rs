// Events a second through rsigma-eval and sigma-rust: parsed beforehand, and from text. Called with a file of rules and one of events.
use rsigma_eval::{event::JsonEvent, Engine};
use serde_json::Value;
use std::{env, fs, hint::black_box};

fn main() {
    let args: Vec<String> = env::args().collect();
    let rules = fs::read_to_string(&args[1]).expect("rules");
    let events = fs::read_to_string(&args[2]).expect("events");
    let lines: Vec<&str> = events.lines().filter(|line| !line.is_empty()).collect();
    let parsed: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("event")).collect();
    rsigma(&rules, &lines, &parsed);
    if args.iter().any(|arg| arg == "--sigma-rust") {
        let few = parsed.len().min(if rules.len() > 500_000 { 200 } else { 5_000 });
        sigma_rust(&rules, &parsed[..few]);
    }
}

/// Every way that the library offers to find candidates; the reader takes the best of them.
fn rsigma(rules: &str, lines: &[&str], parsed: &[Value]) {
    let collection = rsigma_parser::parse_sigma_yaml(rules).expect("rules");
    for (name, bloom, literals) in [("plain", false, false), ("bloom", true, false), ("literals", false, true)] {
        let mut engine = Engine::new();
        let begun = spent();
        engine.set_bloom_prefilter(bloom);
        engine.set_cross_rule_ac(literals);
        let _ = engine.add_rules(&collection.rules);
        let ready = spent() - begun;
        let mut matches = 0;
        let whole = best(5, || matches = parsed.iter().map(|event| engine.evaluate(&JsonEvent::borrow(event)).len()).sum());
        let text = best(5, || {
            for line in lines {
                let event: Value = serde_json::from_str(line).expect("event");
                black_box(engine.evaluate(&JsonEvent::borrow(&event)));
            }
        });
        println!(
            "{{\"engine\":\"rsigma-eval, {name}\",\"rules\":{},\"readyMs\":{},\"parsed\":{:.0},\"text\":{:.0},\"matches\":{matches}}}",
            engine.rule_count(),
            (ready * 1_000.0).round(),
            lines.len() as f64 / whole,
            lines.len() as f64 / text,
        );
    }
}

fn sigma_rust(rules: &str, parsed: &[Value]) {
    let rules: Vec<_> = rules.split("\n---\n").filter_map(|text| sigma_rust::rule_from_yaml(text).ok()).collect();
    let events: Vec<_> = parsed.iter().filter_map(|event| sigma_rust::event_from_json(&event.to_string()).ok()).collect();
    let mut matches = 0;
    let whole = best(1, || matches = events.iter().map(|event| rules.iter().filter(|rule| rule.is_match(event)).count()).sum());
    println!(
        "{{\"engine\":\"sigma-rust\",\"rules\":{},\"parsed\":{:.0},\"matches\":{matches},\"events\":{}}}",
        rules.len(),
        events.len() as f64 / whole,
        events.len(),
    );
}

fn best(rounds: usize, mut work: impl FnMut()) -> f64 {
    (0..rounds)
        .map(|_| {
            let begun = spent();
            work();
            spent() - begun
        })
        .fold(f64::INFINITY, f64::min)
}

/// Seconds of processor time: what else runs on the machine does not count.
fn spent() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}
