internal import Calendar
internal import Clockwork
internal import Homes
internal import Quantities
internal import ScenarioFiles
internal import Telemetry
internal import Truth

/// The scenario's faults, made into rules for every home.
extension RunPlan {
  func makeFaultRules() throws -> [FaultRule] {
    try scenario.faults.enumerated().map { index, fault in
      let from = fault.from.time(start: start, in: zone)
      let until = fault.until.map { $0.time(start: start, in: zone) } ?? end
      var rule = FaultRule(
        index: index, kind: Self.kind(fault.effect.kind), channel: nil, deviceKind: nil,
        room: nil, reach: .share(0), magnitude: 0, ratePerDay: 0, start: from,
        end: fault.duration.map { from + $0 } ?? end)
      switch fault.effect {
      case .bias(let size): rule.magnitude = size
      case .drift(let rate): rule.magnitude = rate
      case .spikes(let size, let rate): (rule.magnitude, rule.ratePerDay) = (size, rate)
      case .noise(let factor): rule.magnitude = factor
      case .dropout(let share): rule.magnitude = share.value
      case .miscalibration(let size, let gain): (rule.magnitude, rule.gain) = (size, gain)
      case .dyingBattery(let life, let factor): (rule.life, rule.magnitude) = (life, factor)
      case .clockJump(let size): rule.jump = size
      case .replayed(let rate): rule.ratePerDay = rate
      case .forged(let size, let rate, let ahead):
        (rule.magnitude, rule.ratePerDay, rule.ahead) = (size, rate, UInt32(clamping: ahead))
      case .stuck, .swapped, .linkOutage, .gatewayRestart, .brokerPartition: break
      }
      if let perDay = fault.onsetsPerDay {
        rule.recurrence = FaultRecurrence(perDay: perDay, length: fault.duration)
        rule.end = min(until, end)
      }
      switch fault.subject {
      case .homes(let share): rule.reach = .share(share.value)
      case .sensors(let choice):
        (rule.channel, rule.deviceKind) = Self.target(choice.kind)
        if let device = choice.device { rule.deviceKind = DeviceKind.named(device) }
        rule.room = choice.room
        switch choice.portion {
        case .share(let share): rule.reach = .share(share.value)
        case .count(0): break
        case .count(let count): rule.reach = .lowest(try lastLot(of: count, rule))
        }
      }
      // What is no fault has no truth that a detector could be held to.
      if fault.changesNothing { rule.reach = .share(0) }
      return rule
    }
  }

  private func lastLot(of count: Int, _ rule: FaultRule) throws -> FaultLot {
    try lastLot(
      of: count, key: "faults[\(rule.index)].sensors.count",
      bound: "as many as fit in \(scenario.homeCount) homes"
    ) { Home.faultLots(of: $0, for: rule) }
  }

  /// The lot that exactly `count` of the whole fleet do not exceed.
  ///
  /// - Parameters:
  ///   - key: where the count stands in the scenario.
  ///   - bound: what the most that there are is.
  ///   - lots: of one home.
  func lastLot(
    of count: Int, key: String, bound: String, lots: (HomeSpecification) -> [FaultLot]
  ) throws -> FaultLot {
    let all = (0..<scenario.homeCount).flatMap { lots(specification($0)) }.sorted()
    guard count <= all.count else {
      throw RunError.input(
        "\(key): found \(count), expected at most \(all.count), \(bound); lower it or add homes")
    }
    return all[count - 1]
  }

  private static func target(_ kind: Scenario.SensorKind) -> (Channel?, DeviceKind?) {
    switch kind {
    case .temperature: (.temperature, nil)
    case .humidity: (.relativeHumidity, nil)
    case .co2: (.co2, nil)
    case .illuminance: (.illuminance, nil)
    case .motion: (.motion, nil)
    case .contact: (.contact, nil)
    case .leak: (.waterLeak, nil)
    case .smoke: (.smoke, nil)
    case .power: (.power, .smartPlug)
    case .meter: (.power, .electricityMeter)
    case .any: (nil, nil)
    }
  }

  private static func kind(_ kind: Scenario.Fault.Kind) -> FaultKind {
    switch kind {
    case .bias: .bias
    case .drift: .drift
    case .stuck: .stuck
    case .spikes: .spikes
    case .noise: .noise
    case .dropout: .dropout
    case .miscalibration: .miscalibration
    case .swapped: .swapped
    case .dyingBattery: .dyingBattery
    case .clockJump: .clockJump
    case .replayed: .replayed
    case .forged: .forged
    case .linkOutage: .linkOutage
    case .gatewayRestart: .gatewayRestart
    case .brokerPartition: .brokerPartition
    }
  }
}
