internal import Calendar
internal import Clockwork

/// What must or should hold between values that are each well-formed.
struct Rules {
  /// The scores that a run may have; nil where nobody says.
  private let scoreIDs: [String]?
  private(set) var problems: [ScenarioError] = []
  private var warnings: [ScenarioWarning] = []

  init(scoreIDs: [String]? = nil) { self.scoreIDs = scoreIDs }

  /// The warnings by file and line.
  func warnings(mainFile: String) -> [ScenarioWarning] {
    warnings.enumerated()
      .map { index, warning in
        (order: MessageOrder(warning.origin, index: index, mainFile: mainFile), warning: warning)
      }
      .sorted { $0.order < $1.order }
      .map(\.warning)
  }

  /// Judges a scenario, whole or with wrong parts left out.
  mutating func check(scenario: Setting) {
    if let world = scenario["world"], !world.members.isEmpty { check(world: world, at: "world") }
    checkCanary(scenario)
    checkExpectations(scenario)
    checkFaults(scenario)
    checkIncidents(scenario)
    checkHomeCounts(scenario)
    let sampling = scenario["pipeline"]?["sampling"]
    if let period = sampling?["period"], let heartbeat = sampling?["heartbeat"],
      let step = period.duration, let limit = heartbeat.duration, limit < step
    {
      let isHeartbeat = heartbeat.origin != .defaulted
      warn(
        "the heartbeat is shorter than the period, so every reading is sent",
        at: "pipeline.sampling." + (isHeartbeat ? "heartbeat" : "period"),
        isHeartbeat ? heartbeat.origin : period.origin)
    }
  }

  /// Judges a world, whole or with wrong parts left out.
  mutating func check(world: Setting, at path: String) {
    for key in ["dwellings", "households"] {
      guard let list = world[key] else { continue }
      let shares = list.items.compactMap { $0["share"]?.number }
      let sum = shares.reduce(0, +)
      // Thirds written with three digits still count as a whole.
      if shares.count == list.items.count, !shares.isEmpty, abs(sum - 1) > 0.0015 {
        let text = NumberText.text((sum * 1e6).rounded() / 1e6)
        fail("the shares sum to \(text), expected 1", at: KeyPathText.join(path, key), list.origin)
      }
    }
    if let tariff = world["tariff"] { checkPrices(tariff, at: KeyPathText.join(path, "tariff")) }
    let setpoints = world["setpoints"]
    if let heating = setpoints?["heating"], let cooling = setpoints?["cooling"],
      let low = heating.number, let high = cooling.number, high <= low
    {
      // One of the two may be a default; the other is then what was written.
      let isCooling = cooling.origin != .defaulted
      fail(
        "cooling at \(NumberText.text(high)) °C begins at or below heating at "
          + "\(NumberText.text(low)) °C",
        at: KeyPathText.join(path, isCooling ? "setpoints.cooling" : "setpoints.heating"),
        isCooling ? cooling.origin : heating.origin)
    }
  }

  /// A price, or a table of them; what stands beside a table does nothing.
  private mutating func checkPrices(_ tariff: Setting, at path: String) {
    guard let file = tariff["file"] else {
      guard tariff["price_per_kwh"] == nil else { return }
      let problem = ScenarioError.Problem.missingKey(
        key: "price_per_kwh", expected: "a number, or 'file' with a table of prices")
      problems.append(ScenarioError(problem, at: path, from: tariff.origin))
      return
    }
    for key in ["price_per_kwh", "periods", "market"] {
      guard let other = tariff[key], Self.isInOneFile(other.origin, file.origin) else { continue }
      warn(
        "the table of 'file' has the prices, so '\(key)' does nothing",
        at: KeyPathText.join(path, key), other.origin)
    }
  }

  private static func isInOneFile(_ a: Origin, _ b: Origin) -> Bool {
    guard case .file(let a) = a, case .file(let b) = b else { return false }
    return a.file == b.file
  }

  private mutating func checkCanary(_ scenario: Setting) {
    guard let must = scenario["must"], let expect = scenario["expect"] else { return }
    if expect.members.isEmpty {
      let text = "a canary needs an expectation that can be missed, under 'expect'"
      fail(text, at: "must", must.origin)
    }
    if let named = must["fail"], let id = named.text, expect[id] == nil {
      let known = expect.members.map(\.key)
      let problem = ScenarioError.Problem.notFound(
        what: "expectation", name: id, searched: ["expect"], known: known)
      problems.append(ScenarioError(problem, at: "must.fail", from: named.origin))
    }
  }

  private mutating func checkExpectations(_ scenario: Setting) {
    let stages = [
      "ingestion", "sampling", "quality", "fusion", "storage", "patterns", "forecasting", "agents",
      "governance",
    ]
    for member in scenario["expect"]?.members ?? [] {
      if let scoreIDs, !scoreIDs.contains(member.key) {
        let problem = ScenarioError.Problem.notFound(
          what: "score", name: member.key, searched: ["the scores of a run"], known: scoreIDs)
        problems.append(
          ScenarioError(
            problem, at: KeyPathText.join("expect", member.key), from: member.value.origin))
        continue
      }
      let stage = member.key.prefix { $0 != "." }
      if !stages.contains(String(stage)) {
        let hint = Nearest.word(to: String(stage), among: stages).map { "; did you mean '\($0)'?" }
        warn(
          "no stage is called '\(stage)'" + (hint ?? ""),
          at: KeyPathText.join("expect", member.key), member.value.origin)
      } else if stage == "forecasting", let history = scenario["history"]?.duration,
        history < .days(28)
      {
        warn(
          "forecast scores need a past to learn from; set history: 28d",
          at: KeyPathText.join("expect", member.key), member.value.origin)
      }
    }
  }

  private mutating func checkFaults(_ scenario: Setting) {
    for (index, fault) in (scenario["faults"]?.items ?? []).enumerated() {
      let path = KeyPathText.join("faults", index)
      let subject = fault["sensors"] ?? fault["homes"]
      if subject?["share"]?.number == 0 || subject?["count"]?.integer == 0 {
        warn("the fault has nobody to hit", at: path, fault.origin)
      }
      checkVictims(of: fault, at: path)
      if let until = fault["until"], fault["onsets"] == nil {
        fail(
          "'until' ends the coming of onsets, and there is no 'onsets'",
          at: KeyPathText.join(path, "until"), until.origin)
      }
      checkSpan(of: fault, "fault", at: path, scenario)
    }
  }

  private mutating func checkIncidents(_ scenario: Setting) {
    for (index, incident) in (scenario["incidents"]?.items ?? []).enumerated() {
      let path = KeyPathText.join("incidents", index)
      let homes = incident["homes"]
      if homes?["share"]?.number == 0 || homes?["count"]?.integer == 0 {
        warn("the incident has nobody to strike", at: path, incident.origin)
      }
      if let rate = incident["rate"], rate.number == 0 {
        warn("the incident never happens", at: KeyPathText.join(path, "rate"), rate.origin)
      }
      checkSpan(
        of: incident, "incident", at: path, isOnce: incident["rate"] == nil, scenario)
    }
  }

  /// Warns of what lies outside of the run.
  private mutating func checkSpan(
    of entry: Setting, _ noun: String, at path: String, isOnce: Bool = true, _ scenario: Setting
  ) {
    guard let from = entry["from"], case .moment(let moment) = from.content,
      let duration = scenario["duration"]?.duration,
      let begin = sinceStart(moment, scenario["start"])
    else { return }
    let place = KeyPathText.join(path, "from")
    if begin >= duration {
      warn("the \(noun) begins after the run ends", at: place, from.origin)
    } else if isOnce, let length = entry["for"]?.duration, begin + length <= .zero {
      warn("the \(noun) ends before the run begins", at: place, from.origin)
    }
  }

  /// Sensors that a fault cannot strike, and devices without such sensors.
  private mutating func checkVictims(of fault: Setting, at path: String) {
    guard let faultKind = fault["kind"]?.text.flatMap(Scenario.Fault.Kind.init),
      let sensors = fault["sensors"], let kind = sensors["kind"],
      let sensorKind = kind.text.flatMap(Scenario.SensorKind.init)
    else { return }
    // A size that such sensors do not have is reported where it stands.
    if !sensorKind.isStruck(by: faultKind), let reason = faultKind.passesBy {
      let others = Scenario.SensorKind.allCases.filter { $0.isStruck(by: faultKind) }
      let problem = ScenarioError.Problem.wrongValue(
        key: "kind", found: "'\(sensorKind.rawValue)', whose sensors \(reason)",
        expected: "one of " + others.map(\.rawValue).joined(separator: ", "))
      let place = KeyPathText.join(path, "sensors.kind")
      problems.append(ScenarioError(problem, at: place, from: kind.origin))
    }
    if let device = sensors["device"], let word = device.text,
      let deviceKind = DeviceDescription.Kind(rawValue: word), !deviceKind.measures(sensorKind)
    {
      warn(
        "the fault has nobody to hit: no \(word) has sensors of kind '\(sensorKind.rawValue)'",
        at: KeyPathText.join(path, "sensors.device"), device.origin)
    }
  }

  /// Without zone rules: nil where an offset is written, an hour off where daylight time changes.
  private func sinceStart(_ moment: ScenarioMoment, _ start: Setting?) -> SimDuration? {
    switch moment {
    case .sinceStart(let duration): return duration
    case .at(let timestamp):
      guard timestamp.utcOffset == nil, case .start(let start)? = start?.content else { return nil }
      return SimDuration(
        microseconds: timestamp.civil.dialMicroseconds - start.civil.dialMicroseconds)
    }
  }

  private mutating func checkHomeCounts(_ scenario: Setting) {
    guard let homes = scenario["homes"]?.integer else { return }
    for key in ["audit", "oracle"] {
      guard let setting = scenario[key]?["homes"], setting.origin != .defaulted,
        let count = setting.integer, count > homes
      else { continue }
      warn(
        "there are only \(homes) homes; all of them are used",
        at: KeyPathText.join(key, "homes"), setting.origin)
    }
  }

  private mutating func fail(_ text: String, at path: String, _ origin: Origin) {
    problems.append(ScenarioError(.conflict(text), at: path, from: origin))
  }

  private mutating func warn(_ text: String, at path: String, _ origin: Origin) {
    warnings.append(ScenarioWarning(origin: origin, keyPath: path, message: text))
  }
}
