import Clockwork
import Devices
import Dwellings
import Sampling
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Homes
@testable import Scenarios

/// Faults that come back at drawn times, and those that swap two devices.
@Suite struct FaultRecurrenceTests {
  private func rule(perDay: Double, hours: Int64?, number: Int = 4) -> FaultRule {
    var rule = FaultRule(
      index: number, kind: .stuck, channel: nil, deviceKind: nil, room: nil, reach: .share(1),
      magnitude: 0, ratePerDay: 0, start: Self.start, end: Self.start + .days(100))
    rule.recurrence = FaultRecurrence(perDay: perDay, length: hours.map { .hours($0) })
    return rule
  }

  private static let start = SimTime(microseconds: 1_705_276_800_000_000)

  /// Onsets while one lasts are lost: the rate of a counter with dead time, r / (1 + r L).
  @Test(arguments: [(0.5, 6 as Int64), (4, 12)]) func ratesAreKept(perDay: Double, hours: Int64) {
    var count = 0
    for entity in 0..<50 as Range<UInt64> {
      let stretches = rule(perDay: perDay, hours: hours).stretches(
        seed: 9, entity: entity, before: Self.start + .days(100))
      count += stretches.count
      for stretch in stretches {
        #expect(stretch.upperBound - stretch.lowerBound == .hours(hours))
        #expect(Self.start < stretch.lowerBound && stretch.lowerBound < Self.start + .days(100))
      }
      for (one, next) in zip(stretches, stretches.dropFirst()) {
        #expect(one.upperBound <= next.lowerBound)
      }
    }
    let expected = 50 * 100 * perDay / (1 + perDay * Double(hours) / 24)
    #expect((Double(count) - expected).magnitude < 4 * expected.squareRoot())
  }

  @Test func drawsBelongToRuleAndVictim() {
    func onsets(_ number: Int, _ entity: UInt64, seed: UInt64 = 9) -> [Range<SimTime>] {
      rule(perDay: 1, hours: 1, number: number).stretches(
        seed: seed, entity: entity, before: Self.start + .days(100))
    }
    #expect(onsets(4, 1) == onsets(4, 1))
    #expect(onsets(4, 1) != onsets(5, 1))
    #expect(onsets(4, 1) != onsets(4, 2))
    #expect(onsets(4, 1) != onsets(4, 1, seed: 8))
    // To the end of the run there is one.
    let last = rule(perDay: 1, hours: nil).stretches(
      seed: 9, entity: 1, before: Self.start + .days(50))
    #expect(last.count == 1 && last.first?.upperBound == Self.start + .days(50))
    #expect(
      rule(perDay: 0, hours: 1).stretches(
        seed: 9, entity: 1, before: Self.start + .days(50)
      ).isEmpty)
  }

  /// Whoever goes on with time, in steps of any length, meets the stretches of the whole list.
  @Test(arguments: [7, 90, 3_000] as [Int64])
  func onsetsAreDrawnAsTheyCome(minutes: Int64) throws {
    let end = Self.start + .days(100)
    for perDay in [2.0, 24] {
      let rule = rule(perDay: perDay, hours: 1)
      let all = rule.stretches(seed: 9, entity: 5, before: end)
      let (first, onsets) = try #require(rule.strikes(seed: 9, entity: 5, before: end))
      var fault = SensorFault(
        number: 4, kind: .stuck, start: first.lowerBound, end: first.upperBound, magnitude: 0,
        onsets: onsets)
      var (time, metCount) = (Self.start, 0)
      while time < end + .days(1) {
        fault.follow(to: time)
        let place = all.firstIndex { $0.contains(time) }
        #expect(fault.isActive(at: time) == (place != nil), "\(time)")
        if let place {
          metCount += 1
          #expect(fault.occurrence == place && fault.start..<fault.end == all[place])
        }
        time += .minutes(minutes)
      }
      #expect(metCount > 0)
    }
  }

  /// Onsets fall where they fall, however far homes live at once and on whichever thread.
  @Test func windowsAndThreadsChangeNoOnset() throws {
    let sensors = "sensors: {kind: any, share: 50 %}"
    let motion = "sensors: {kind: motion}"
    let plan = try Fixture.plan(
      "quickstart",
      Fixture.small + [
        "faults=[{kind: dropout, \(sensors), onsets: 12/day, for: 20min}, "
          + "{kind: stuck, \(motion), onsets: 12/day, for: 20min}, "
          + "{kind: spikes, \(motion), rate: 99/day, onsets: 6/day, for: 1h}, "
          + "{kind: forged, \(motion), rate: 99/day, onsets: 6/day, for: 1h}, "
          + "{kind: link-outage, onsets: 6/day, for: 10min}]"
      ])
    let base = try Fixture.run(plan, threads: 1).fingerprint
    #expect(try Fixture.run(plan, threads: 2, window: .minutes(97)).fingerprint == base)
  }

  /// A hundred days of an onset an hour are held as one, of sensors of both kinds and of attackers.
  @Test func yearsOfOnsetsAreHeldAsOne() throws {
    let often = "onsets: 24/day, for: 5min"
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=100d", "history=0d",
        "faults=[{kind: bias, sensors: {kind: temperature}, size: 1 K, \(often)}, "
          + "{kind: stuck, sensors: {kind: motion}, \(often)}, "
          + "{kind: spikes, sensors: {kind: motion}, \(often)}, "
          + "{kind: replayed, sensors: {kind: motion}, \(often)}]",
      ])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.birth + .hours(1))
    var home = Home(plan.specification(0), outdoor: weather.conditions[0])
    let thermometers = home.slots.count { $0.channel == .temperature }
    #expect(home.slots.reduce(0) { $0 + $1.sensor.faults.count } == thermometers)
    #expect(!home.struckSensors.isEmpty && home.struckSensors.allSatisfy { $0.faults.count == 2 })
    #expect(home.attacks.count == home.struckSensors.count)
    // The truth has them all: some 2,200 for each whom a rule hits.
    let told = Home.faults(of: plan.specification(0)).count
    #expect(told > 2_000 * (thermometers + 3 * home.struckSensors.count), "\(told)")
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    home.commission(wire: &wire, truth: &truth)
    let starts = truth.events.count {
      if case .gatewayStart = $0 { true } else { false }
    }
    #expect(truth.events.count == told + starts)
  }

  @Test func windowsKindsOfDeviceAndHomesAreKept() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=4", "duration=4d",
        "faults=[{kind: bias, sensors: {kind: temperature, device: hygrometer}, size: 1 K, "
          + "onsets: 6/day, from: 1d, until: 2d, for: 30min}, "
          + "{kind: link-outage, onsets: 2/day, for: 10min}]",
      ])
    var (biasCount, outageCount) = (0, 0)
    for home in 0..<4 {
      let specification = plan.specification(home)
      let kinds = Home.devices(of: specification).map(\.kind)
      for event in Home.faults(of: specification) {
        switch event {
        case .fault(let device, .temperature, .bias, _, let start, let end):
          biasCount += 1
          #expect(kinds[device.index] == "hygrometer")
          #expect(plan.start + .days(1) < start && start < plan.start + .days(2))
          #expect(end == start + .minutes(30))
        case .uplinkFault(.linkOutage, let start, let end):
          outageCount += 1
          #expect(end == start + .minutes(10))
        default: Issue.record("\(event)")
        }
      }
    }
    // 6 a day with half an hour of dead time, for some 24 hygrometers; 2 a day for 4 homes.
    #expect(biasCount > 60 && (16...52).contains(outageCount))
  }

  /// Firmware that stands still reads again once its device has started anew.
  @Test func aStartEndsWhatFirmwareDoes() throws {
    let plan = try Fixture.plan("quickstart", ["homes=1", "duration=12h", "faults=[]"])
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var unheard = UnheardHome(plan.specification(0), weather: weather)
    let device = try #require(
      unheard.home.units.indices.first { index in
        unheard.home.units[index].kind == .hygrometer
      })
    let slot = unheard.home.slotRanges[device].lowerBound
    for start in [plan.start - .days(2), plan.start + .hours(1)] {
      unheard.home.slots[slot].sensor.faults.append(
        SensorFault(
          number: HomeBuilder.firmwareFaultNumber, kind: .stuck, start: start,
          end: start < plan.start ? plan.start - .days(1) : plan.end, magnitude: 0))
    }
    func readings(upTo hours: Int64) throws -> Set<Double> {
      var values: Set<Double> = []
      while unheard.home.now < plan.start + .hours(hours) {
        try unheard.live(to: unheard.home.now + .minutes(10), weather: weather) { _ in }
        if let value = unheard.home.slots[slot].sensor.lastReading { values.insert(value) }
      }
      return values
    }
    #expect(try readings(upTo: 1).count > 1)
    #expect(try readings(upTo: 4).count <= 2)
    unheard.home.thaw(device)
    #expect(try readings(upTo: 8).count > 2)
    // What is over stays on record.
    #expect(unheard.home.slots[slot].sensor.faults.count == 1)
  }

  /// In a home of perfect parts a swapped thermometer reads the other's room.
  @Test func swappedDevicesReadEachOthersRoom() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=12h", "audit.homes=1",
        "faults=[{kind: swapped, sensors: {kind: humidity, count: 1}, from: 4h, for: 4h}]",
      ])
    var specification = plan.specification(0)
    specification.perfect = [.sensors, .links, .batteries]
    let pair = Home.faults(of: specification).compactMap { event -> (Int, Int)? in
      guard case .deviceFault(let device, .swapped, let other, let start, let end) = event,
        start == plan.start + .hours(4), end == plan.start + .hours(8)
      else { return nil }
      return (device.index, Int(other))
    }
    try #require(pair.count == 2 && pair[0].0 == pair[1].1 && pair[0].1 == pair[1].0)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var home = Home(specification, outdoor: weather.conditions[0])
    let rooms = pair.map { home.units[$0.0].room.index }
    try #require(rooms[0] != rooms[1])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 1), count: home.slotCount),
      home: specification.home)
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    home.commission(wire: &wire, truth: &truth)
    while home.now < plan.end {
      _ = home.advance(to: plan.end, weather: weather, edge: &edge, wire: &wire, truth: &truth)
    }
    for (place, (device, _)) in pair.enumerated() {
      var largest = 0.0
      for reading in truth.audited
      where home.slots[Int(reading.slot)].channel == .temperature
        && home.slots[Int(reading.slot)].sensor.device.index == device
      {
        let isAway = plan.start + .hours(4) <= reading.time && reading.time < plan.start + .hours(8)
        guard let row = truth.homes.firstIndex(where: { $0.time >= reading.time }), row > 2 else {
          continue
        }
        let room = rooms[isAway ? 1 - place : place]
        // Sensors interpolate what was known up to then.
        let states = (row - 3...row).map {
          truth.rooms[$0 * truth.roomCount + room].temperatureC
        }
        let miss = max(
          (states.min() ?? 0) - reading.measured, reading.measured - (states.max() ?? 0))
        #expect(miss < 0.05, "device \(device) at \(reading.time)")
        // What was so where the site plan has it.
        largest = max(largest, (reading.measured - reading.truth).magnitude)
      }
      #expect(largest > 0.05)
    }
    // Both channels are struck, once each, and the truth tells of two devices.
    #expect(home.slots.count { $0.sensor.faults.contains { $0.kind == .swapped } } == 4)
  }

  /// Their radio and their battery are where they hang, too, until they are hung back.
  @Test func swappedDevicesTakeEachOthersPlace() throws {
    let plan = try Fixture.plan(
      "quickstart",
      [
        "homes=1", "duration=12h",
        "faults=[{kind: swapped, sensors: {kind: humidity, count: 1}, from: 4h, for: 4h}]",
      ])
    let specification = plan.specification(0)
    let pair = Home.faults(of: specification).compactMap { event -> Int? in
      guard case .deviceFault(let device, .swapped, _, _, _) = event else { return nil }
      return device.index
    }
    try #require(pair.count == 2)
    let weather = WeatherTracks(plan).track(from: plan.birth, through: plan.end + .hours(1))
    var home = Home(specification, outdoor: weather.conditions[0])
    var edge = EdgeSampler(
      methods: Array(repeating: .fixed(everyTicks: 1), count: home.slotCount),
      home: specification.home)
    var (wire, truth) = (WireBuffer(), TruthBuffer(roomCount: home.plan.rooms.count))
    home.commission(wire: &wire, truth: &truth)
    func places(_ hours: Int64, _ home: inout Home) -> [(room: RoomIndex, meanDBm: Double)] {
      let time = plan.start + .hours(hours)
      while home.now < time {
        _ = home.advance(to: time, weather: weather, edge: &edge, wire: &wire, truth: &truth)
      }
      return pair.map { (home.units[$0].room, home.units[$0].link.meanDBm) }
    }
    let (before, during, after) = (places(3, &home), places(5, &home), places(9, &home))
    try #require(before[0].room != before[1].room && before[0].meanDBm != before[1].meanDBm)
    #expect(during.map(\.room) == before.reversed().map(\.room))
    #expect(during.map(\.meanDBm) == before.reversed().map(\.meanDBm))
    #expect(after.map(\.room) == before.map(\.room))
    #expect(after.map(\.meanDBm) == before.map(\.meanDBm))
  }
}
