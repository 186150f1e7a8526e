import Testing

@testable import ScenarioFiles

/// One wrong line in a small scenario or world, and the message it must give.
struct WrongLine: Sendable, CustomTestStringConvertible {
  /// The line of the good file that the bad one replaces; nil adds a line.
  var replaced: String?
  var bad: String
  var message: String

  init(_ replaced: String?, _ bad: String, _ message: String) {
    self.replaced = replaced
    self.bad = bad
    self.message = message
  }

  var testDescription: String { bad }

  func edited(_ good: String) -> String {
    guard let replaced else { return good + "\n" + bad }
    return good.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(replaced) ? bad : String($0) }
      .joined(separator: "\n")
  }
}

@Suite struct ErrorTableTests {
  static let keys: [WrongLine] = [
    .init(
      nil, "pipelin: {}",
      """
      6:1: error: unknown key 'pipelin'; did you mean 'pipeline'? [at pipelin]
      """),
    .init(
      nil, "audit: {hoems: 3}",
      """
      6:9: error: unknown key 'hoems'; did you mean 'homes'? [at audit.hoems]
      """),
    .init(
      nil, "tolerance: 1 K",
      """
      6:1: error: unknown key 'tolerance'; it belongs at 'pipeline.sampling.tolerance' [at \
      tolerance]
      """),
    .init(
      nil, "tariff: 1",
      """
      6:1: error: unknown key 'tariff'; it belongs at 'world.tariff' [at tariff]
      """),
    .init(
      nil, "ledger: {xyz: 1}",
      """
      6:10: error: unknown key 'xyz'; expected one of rows [at ledger.xyz]
      """),
    .init(
      nil, "<<: {}",
      """
      6:1: error: unknown key '<<'; YAML merge keys are not used here, see 'extends' [at <<]
      """),
    .init(
      nil, "homes: 5",
      """
      6:1: error: key 'homes' appears twice (also on line 5); keep one
      """),
    .init(
      "why", "",
      """
      2:1: error: missing key 'why', expected a sentence [at why]
      """),
    .init(
      "world", "",
      """
      1:1: error: missing key 'world', expected a file, or a mapping of keys and values [at \
      world]
      """),
    .init(
      "homes", "",
      """
      1:1: error: missing key 'homes', expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      nil, "? [a]\n: 1",
      """
      6:3: error: not valid YAML: a key must be a word
      """),
  ]

  static let scalars: [WrongLine] = [
    .init(
      "homes", "homes: four",
      """
      5:8: error: homes: found "four", expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes: 0",
      """
      5:8: error: homes: found "0", expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes: 1_000_001",
      """
      5:8: error: homes: found "1_000_001", expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes: 4.5",
      """
      5:8: error: homes: found "4.5", expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes: [4]",
      """
      5:8: error: homes: found a list, expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes:",
      """
      5:7: error: homes: found nothing, expected a whole number in 1...1000000 [at homes]
      """),
    .init(
      "homes", "homes: 99999999999999999999",
      """
      5:8: error: homes: found "99999999999999999999", expected a whole number in 1...1000000 \
      [at homes]
      """),
    .init(
      nil, "seed: -1",
      """
      6:7: error: seed: found "-1", expected a whole number in 0...18446744073709551615 [at \
      seed]
      """),
    .init(
      nil, "seed: 18446744073709551616",
      """
      6:7: error: seed: found "18446744073709551616", expected a whole number in \
      0...18446744073709551615 [at seed]
      """),
    .init(
      nil, "wire: binery",
      """
      6:7: error: wire: found "binery", expected one of binary, json; did you mean 'binary'? \
      [at wire]
      """),
    .init(
      nil, "pipeline: {ingestion: {deduplicate: yes}}",
      """
      6:37: error: deduplicate: found "yes", expected true or false [at \
      pipeline.ingestion.deduplicate]
      """),
    .init(
      "why", "why:",
      """
      1:5: error: why: found nothing, expected a sentence [at why]
      """),
    .init(
      "why", "why: \"a\\u0007b\"",
      """
      1:6: error: why: found "a\\u{7}b", expected a sentence [at why]
      """),
    .init(
      nil, "name: a b",
      """
      6:7: error: name: found "a b", expected a name of letters, digits, '-', '_' and '.' [at \
      name]
      """),
  ]

  static let times: [WrongLine] = [
    .init(
      "duration", "duration: -3d",
      """
      4:11: error: duration: found "-3d", expected a duration such as 7d in 1min...3660d [at \
      duration]
      """),
    .init(
      "duration", "duration: 0",
      """
      4:11: error: duration: found "0", expected a duration such as 7d in 1min...3660d [at \
      duration]
      """),
    .init(
      "duration", "duration: 3",
      """
      4:11: error: duration: found "3" without a unit, expected a duration such as 7d in \
      1min...3660d; units: d, h, min, s, ms, us [at duration]
      """),
    .init(
      "duration", "duration: 3 weeks",
      """
      4:11: error: duration: found "3 weeks" in 'weeks', expected a duration such as 7d in \
      1min...3660d; units: d, h, min, s, ms, us [at duration]
      """),
    .init(
      "duration", "duration: soon",
      """
      4:11: error: duration: found "soon", expected a duration such as 7d in 1min...3660d [at \
      duration]
      """),
    .init(
      "duration", "duration: 9999999999999999d",
      """
      4:11: error: duration: found "9999999999999999d", expected a duration such as 7d in \
      1min...3660d [at duration]
      """),
    .init(
      "duration", "duration: 0.0000001s",
      """
      4:11: error: duration: found "0.0000001s", expected a duration such as 7d in \
      1min...3660d, in whole microseconds [at duration]
      """),
    .init(
      "start", "start: 2024-02-30",
      """
      3:8: error: start: found "2024-02-30" (column 9: "30", expected a day of that month, 01 \
      to 29), expected a date such as 2024-01-15, or a local time such as 2024-01-15T06:00 [at \
      start]
      """),
    .init(
      "start", "start: tomorrow",
      """
      3:8: error: start: found "tomorrow", expected a date such as 2024-01-15, or a local time \
      such as 2024-01-15T06:00 [at start]
      """),
    .init(
      "start", "start: 2024-01-15T06:00Z",
      """
      3:8: error: start: found "2024-01-15T06:00Z" (a start is local time, without an offset), \
      expected a date such as 2024-01-15, or a local time such as 2024-01-15T06:00 [at start]
      """),
    .init(
      "start", "start: 1066-10-14",
      """
      3:8: error: start: found "1066-10-14" (the year lies outside 1970...2200), expected a \
      date such as 2024-01-15, or a local time such as 2024-01-15T06:00 [at start]
      """),
    .init(
      nil, "pipeline: {quality: {stuck: {after: 40d}}}",
      """
      6:37: error: after: found "40d", expected a duration such as 3h in 1min...30d [at \
      pipeline.quality.stuck.after]
      """),
  ]

  static let quantities: [WrongLine] = [
    .init(
      nil, "pipeline: {sampling: {tolerance: 0.1 °C}}",
      """
      6:34: error: temperature: found "0.1 °C" in '°C', expected a temperature difference such \
      as 0.1 K in 0...50 K; units: K, mK [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: 0.1}}",
      """
      6:34: error: temperature: found "0.1" without a unit, expected a temperature difference \
      such as 0.1 K in 0...50 K; units: K, mK [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: warm}}",
      """
      6:34: error: temperature: found "warm", expected a temperature difference such as 0.1 K \
      in 0...50 K [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: .nan}}",
      """
      6:34: error: temperature: found ".nan", expected a temperature difference such as 0.1 K \
      in 0...50 K [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: inf K}}",
      """
      6:34: error: temperature: found "inf K", expected a temperature difference such as 0.1 K \
      in 0...50 K [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: 1e999 K}}",
      """
      6:34: error: temperature: found "1e999 K", expected a temperature difference such as 0.1 \
      K in 0...50 K [at pipeline.sampling.tolerance.temperature]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: {humidity: 2}}}",
      """
      6:45: error: humidity: found "2", expected a share such as 5 % or 0.05 in 0...1 [at \
      pipeline.sampling.tolerance.humidity]
      """),
    .init(
      nil, "pipeline: {sampling: {tolerance: [1 K]}}",
      """
      6:34: error: tolerance: found a list, expected a mapping of keys and values [at \
      pipeline.sampling.tolerance]
      """),
    .init(
      nil, "expect: {fusion.skill: 0.8}",
      """
      6:24: error: fusion.skill: found "0.8", expected a limit such as "<= 0.15", ">= 0.8" or \
      "in 0.90...0.99" [at expect.fusion.skill]
      """),
    .init(
      nil, "expect: {fusion.skill: \"in 3...1\"}",
      """
      6:24: error: fusion.skill: found "in 3...1", expected a limit such as "<= 0.15", ">= \
      0.8" or "in 0.90...0.99" [at expect.fusion.skill]
      """),
    .init(
      nil, "expect: {\"fusion skill\": \"> 0.8\"}",
      """
      6:10: error: found the key "fusion skill", expected a score id such as \
      fusion.temperature.rmse_k [at expect.fusion skill]
      """),
  ]

  static let faults: [WrongLine] = [
    .init(
      nil, "faults: [{kind: drft}]",
      """
      6:17: error: kind: found "drft", expected one of bias, drift, stuck, spikes, noise, \
      dropout, miscalibration, swapped, dying-battery, clock-jump, replayed, forged, link-outage, \
      gateway-restart, broker-partition; did you mean 'drift'? [at faults[0].kind]
      """),
    .init(
      nil, "faults: [{size: 3 K}]",
      """
      6:10: error: missing key 'kind', expected one of bias, drift, stuck, spikes, noise, \
      dropout, miscalibration, swapped, dying-battery, clock-jump, replayed, forged, link-outage, \
      gateway-restart, broker-partition [at faults[0].kind]
      """),
    .init(
      nil, "faults: [{kind: stuck, sensors: {kind: any}, until: 1d}]",
      """
      6:53: error: 'until' ends the coming of onsets, and there is no 'onsets' [at \
      faults[0].until]
      """),
    .init(
      nil, "faults: [{kind: swapped, sensors: {kind: motion}}]",
      """
      6:42: error: kind: found 'motion', whose sensors nobody mixes up, expected one of \
      temperature, humidity, co2, illuminance, any [at faults[0].sensors.kind]
      """),
    .init(
      nil, "faults: [{kind: dying-battery, sensors: {kind: power}}]",
      """
      6:48: error: kind: found 'power', whose sensors have no battery, expected one of \
      temperature, humidity, co2, illuminance, motion, contact, leak, smoke, any \
      [at faults[0].sensors.kind]
      """),
    .init(
      nil, "faults: [{kind: drift, sensors: {kind: temperature}}]",
      """
      6:10: error: missing key 'rate', expected a temperature difference per day such as 0.2 \
      K/day [at faults[0].rate]
      """),
    .init(
      nil, "faults: [{kind: bias, sensors: {kind: humidity}, size: 0.8 K}]",
      """
      6:56: error: size: found "0.8 K" in 'K', expected a share such as 5 % or 0.05; units: %, \
      or none [at faults[0].size]
      """),
    .init(
      nil, "faults: [{kind: bias, sensors: {kind: motion}, size: 0.8 K}]",
      """
      6:54: error: readings of kind 'motion' have no size that could be off; stuck, dropout and \
      spikes without a size strike them; or choose one of temperature, humidity, co2, \
      illuminance, power, meter [at faults[0].size]
      """),
    .init(
      nil, "faults: [{kind: noise, sensors: {kind: contact}}]",
      """
      6:40: error: kind: found 'contact', whose sensors have no noise, expected one of \
      temperature, humidity, co2, illuminance, power, meter, any [at faults[0].sensors.kind]
      """),
    .init(
      nil, "faults: [{kind: spikes, sensors: {kind: temperature}}]",
      """
      6:10: error: missing key 'size', expected a temperature difference such as 0.1 K [at \
      faults[0].size]
      """),
    .init(
      nil, "faults: [{kind: drift, sensors: {kind: co2}, rate: 3 ppm}]",
      """
      6:52: error: rate: found "3 ppm" in 'ppm', expected a CO2 concentration per day such as \
      0.2 ppm/day; units: ppm/day, ppm/h, ppm/week [at faults[0].rate]
      """),
    .init(
      nil, "faults: [{kind: stuck, sensors: {kind: any, share: 5 %, count: 3}}]",
      """
      6:52: error: 'share' and 'count' exclude each other; keep one [at \
      faults[0].sensors.share]
      """),
    .init(
      nil, "faults: [{kind: stuck, sensors: {kind: any}, homes: {share: 1}}]",
      """
      6:46: error: unknown key 'homes'; expected one of kind, sensors, from, for, onsets, until \
      [at faults[0].homes]
      """),
    .init(
      nil, "faults: [{kind: stuck, sensors: {kind: any}, from: 2024-13-01}]",
      """
      6:52: error: from: found "2024-13-01" (column 6: "13", expected a month, 01 to 12), \
      expected a duration since the start such as 2d, or a time such as 2024-01-17T06:00 [at \
      faults[0].from]
      """),
    .init(
      nil, "faults: [{kind: link-outage, for: -1h}]",
      """
      6:35: error: for: found "-1h", expected a duration such as 6h in 1s...3660d, or 'end' \
      [at faults[0].for]
      """),
    .init(
      nil, "faults: 3",
      """
      6:9: error: faults: found "3", expected a list of at most 1000 entries, each a mapping \
      of keys and values [at faults]
      """),
    .init(
      nil, "faults: [3]",
      """
      6:10: error: faults[0]: found "3", expected a mapping of keys and values [at faults[0]]
      """),
  ]

  static let lists: [WrongLine] = [
    .init(
      nil, "keep: [wire, wire]",
      """
      6:14: error: "wire" stands twice in the list; keep one [at keep[1]]
      """),
    .init(
      nil, "keep: wire",
      """
      6:7: error: keep: found "wire", expected a list of at most 7 entries, each one of wire, \
      truth, ledger, stores, hours, labels, readings [at keep]
      """),
    .init(
      nil, "keep: [wires]",
      """
      6:8: error: keep[0]: found "wires", expected one of wire, truth, ledger, stores, hours, \
      labels, readings; did you mean 'wire'? [at keep[0]]
      """),
    .init(
      nil, "oracle: {horizons: []}",
      """
      6:20: error: horizons: found 0 entries, expected a list of 1...8 entries, each a \
      duration such as 24h in 1h...28d [at oracle.horizons]
      """),
    .init(
      nil, "players: {agents: [null, nul]}",
      """
      6:26: error: agents[1]: found "nul", expected one of null, schedule, oracle; did you \
      mean 'null'? [at players.agents[1]]
      """),
    .init(
      nil, "pipeline: 3",
      """
      6:11: error: pipeline: found "3", expected a mapping of keys and values [at pipeline]
      """),
    .init(
      nil, "must: fail",
      """
      6:7: error: a canary needs an expectation that can be missed, under 'expect' [at must]
      """),
    .init(
      nil, "must: win",
      """
      6:7: error: must: found "win", expected one of fail [at must]
      """),
    .init(
      nil, "expect: {fusion.skill: \"> 0\"}\nmust: {fail: fusion.skll}",
      """
      7:14: error: expectation "fusion.skll" not found; searched expect; did you mean \
      'fusion.skill'? [at must.fail]
      """),
  ]

  static let files: [WrongLine] = [
    .init(
      "world", "world: ww.yaml",
      """
      2:8: error: world "ww.yaml" not found; searched ww.yaml, lib/ww.yaml [at world]
      """),
    .init(
      "world", "world: builtin:denvr",
      """
      2:8: error: world "builtin:denvr" not found; searched lib/denvr.yaml; did you mean \
      'builtin:denver'? [at world]
      """),
    .init(
      "world", "world: builtin:../x",
      """
      2:8: error: world "builtin:../x" not found; searched nowhere [at world]
      """),
    .init(
      "world", "world: [a]",
      """
      2:8: error: world: found a list, expected a file, or a mapping of keys and values [at \
      world]
      """),
    .init(
      nil, "extends: x.yaml",
      """
      6:10: error: extends goes in a circle: x.yaml -> x.yaml [at extends]
      """),
    .init(
      nil, "extends: y.yaml",
      """
      6:10: error: file "y.yaml" not found; searched y.yaml [at extends]
      """),
    .init(
      nil, "extends: [a]",
      """
      6:10: error: extends: found a list, expected a file or a shipped name [at \
      extends]
      """),
    .init(
      nil, "---\na: 1",
      """
      6:1: error: not valid YAML: expected a single document in the stream: but found another \
      document
      """),
    .init(
      nil, "  bad: indent",
      """
      6:6: error: not valid YAML: mapping values are not allowed in this context
      """),
    .init(
      nil, "audit: *nobody",
      """
      6:8: error: not valid YAML: found undefined alias
      """),
  ]

  @Test(arguments: keys + scalars + times + quantities + faults + lists + files)
  func aWrongLineGivesOneMessage(_ line: WrongLine) {
    let problems = Fixture.problems(
      line.edited(Fixture.scenario), files: ["lib/denver.yaml": Fixture.world])
    #expect(problems == ["x.yaml:" + line.message])
  }

  static let worlds: [WrongLine] = [
    .init(
      "  - {share: 60 %", "  - {share: 50 %, archetype: flat, hvac: furnace}",
      """
      6:3: error: the shares sum to 0.9, expected 1 [at world.dwellings]
      """),
    .init(
      "climate", "climate: a/b",
      """
      4:10: error: climate: found "a/b", expected a name of letters, digits, '-', '_' and '.' \
      [at world.climate]
      """),
    .init(
      "tariff", "tariff: {price_per_kwh: 1, currency: DOLLAR}",
      """
      9:38: error: currency: found "DOLLAR", expected a currency code such as USD [at \
      world.tariff.currency]
      """),
    .init(
      "carbon", "carbon_intensity: 400",
      """
      10:19: error: carbon_intensity: found "400" without a unit, expected a carbon intensity \
      such as 0.4 kg/kWh in 0...3 kg/kWh; units: kg/kWh, g/kWh [at world.carbon_intensity]
      """),
    .init(
      "sources", "sources: []",
      """
      2:10: error: sources: found 0 entries, expected a list of 1...64 entries, each a \
      sentence [at world.sources]
      """),
    .init(
      nil, "setpoints: {heating: warm}",
      """
      11:22: error: heating: found "warm", expected a temperature such as 20 °C in -30...60 °C \
      [at world.setpoints.heating]
      """),
    .init(
      nil, "setpoints: {heating: 30 °C}",
      """
      11:22: error: cooling at 25 °C begins at or below heating at 30 °C [at \
      world.setpoints.heating]
      """),
    .init(
      nil, "voltage: 120 A",
      """
      11:10: error: voltage: found "120 A" in 'A', expected a voltage such as 230 V in \
      100...260 V; units: V, kV [at world.voltage]
      """),
    .init(
      nil, "network: {rssi_sdd: 3 dB}",
      """
      11:11: error: unknown key 'rssi_sdd'; did you mean 'rssi_sd'? [at \
      world.network.rssi_sdd]
      """),
    .init(
      nil, "network: {mean_rssi: -70 dBm}",
      """
      11:11: error: 'mean_rssi' is no key any more: received power follows from rooms and \
      walls; raise or lower 'transmit_power' [at world.network.mean_rssi]
      """),
    .init(
      nil, "network: {channel: 10}",
      """
      11:20: error: channel: found "10", expected a whole number in 11...26 [at \
      world.network.channel]
      """),
  ]

  @Test(arguments: worlds)
  func aWrongLineInAWorldNamesTheWorldsFile(_ line: WrongLine) {
    let problems = Fixture.problems(
      Fixture.scenario, files: ["w.yaml": line.edited(Fixture.world)])
    #expect(problems == ["w.yaml:" + line.message])
  }

  @Test func allProblemsOfAFileAreReportedByLine() {
    let problems = Fixture.problems(
      """
      wire: jsn
      world: w.yaml
      start: today
      homes: -1
      pipeline:
        fusion: {methd: kalman}
        agents: {tick: 5 parsecs}
      """)
    let places = problems.map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(
      places == [
        "x.yaml:1:1:", "x.yaml:1:1:", "x.yaml:1:7:", "x.yaml:3:8:", "x.yaml:4:8:", "x.yaml:6:12:",
        "x.yaml:7:18:",
      ])
    #expect(problems[0].contains("missing key 'why'"))
    #expect(problems[1].contains("missing key 'duration'"))
  }

  @Test func atMostTwentyProblemsAreReportedAndTheRestCounted() throws {
    let lines = (0..<30).map { "unknown\($0): 1" }.joined(separator: "\n")
    do {
      _ = try Fixture.read(Fixture.scenario + "\n" + lines)
      Issue.record("thirty unknown keys were read")
    } catch {
      #expect(error.errors.count == 20)
      #expect(error.omittedCount == 10)
      #expect(error.description.hasSuffix("\n... and 10 more"))
    }
  }
}
