internal import Clockwork
internal import Devices
internal import Fusion
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Telemetry
internal import Truth

/// Fusion's players for one home: the data plan's formula, and a filter told the sensors' errors.
struct FusionJudge {
  private var null: Fuser
  private var oracle: Fuser
  private let routes: [Fuser.Route?]
  private let sensors: [SensorTruth]
  /// The slots that a fault awaits.
  private let frail: [Int]
  private var nullEstimates: [Estimate] = []
  private var oracleEstimates: [Estimate] = []

  /// What the oracle is told of a slot.
  private struct SensorTruth {
    var bias: Double
    var offset: @Sendable (SimTime) -> Double?
  }

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    let slots = directory.slots
    let effects = slots.map { lane.sampling.effect($0.sheet) }
    (null, routes) = Fuser.make(
      plan: home.sitePlan, slots: slots, sampling: effects, method: .inverseVariance)
    let units = slots.indices.map { home.sensor(slot: $0) }
    sensors = units.map { unit in
      SensorTruth(bias: unit.bias, offset: { unit.faultOffset(at: $0) })
    }
    frail = units.indices.filter { !units[$0].faults.isEmpty }
    oracle = Fuser()
    for (subject, place) in null.subjects.enumerated() {
      var dynamics = QuantityDynamics.standard(for: place.channel)
      let biasSD = dynamics.noiseSD * 0.1
      dynamics.noiseSD = 0
      let told = slots.indices.filter { routes[$0]?.fuser == subject }.map { slot in
        let variance =
          units[slot].noiseSD * units[slot].noiseSD
          + units[slot].resolution * units[slot].resolution / 12
          + effects[slot].addedSD * effects[slot].addedSD
        return FusedSensor(
          sheetSD: biasSD, addedSD: variance.squareRoot(),
          responseSeconds: units[slot].responseSeconds, silence: effects[slot].silence)
      }
      oracle.add(place, RoomFuser(method: .kalman, sensors: told, dynamics: dynamics))
    }
  }

  /// Walks through the ticks: hands the players what the stage got, then compares all of them.
  mutating func score(
    truth: TruthBuffer, estimates: [Estimate], tap: LaneTap, day: (SimTime) -> Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    var next = 0
    var row = 0
    var closing = 0
    var i = 0
    while i < estimates.count {
      let tick = estimates[i].time
      while next < tap.entries.count, tap.entries[next].tick <= tick {
        feed(tap.entries[next])
        next += 1
      }
      while closing < tap.closings.count, tap.closings[closing].tick <= tick {
        close(upTo: tap.closings[closing].heardUpTo)
        closing += 1
      }
      var end = i
      while end < estimates.count, estimates[end].time == tick { end += 1 }
      while row < truth.homes.count, truth.homes[row].time < tick { row += 1 }
      if row < truth.homes.count, truth.homes[row].time == tick {
        let rooms = truth.rooms[row * truth.roomCount..<(row + 1) * truth.roomCount]
        compare(
          estimates[i..<end], rooms: rooms, tick: tick, day: day(tick - .microseconds(1)),
          board: &board, firstScore: firstScore)
      }
      i = end
    }
    while next < tap.entries.count {
      feed(tap.entries[next])
      next += 1
    }
  }

  /// The oracle believes a silence only where the sensor is well.
  private mutating func close(upTo time: SimTime) {
    for slot in frail where sensors[slot].offset(time) == nil {
      if let route = routes[slot] { oracle.distrust(route: route) }
    }
    oracle.close(upTo: time)
  }

  private mutating func feed(_ entry: LaneTap.Entry) {
    let slot = Int(entry.reading.slot)
    let time = entry.reading.eventTime
    if entry.reading.channel == .hvacCall { oracle.setCall(entry.reading.value, at: time) }
    guard slot >= 0, let route = routes[slot] else { return }
    null.observe(entry.reading.value, route: route, at: time)
    guard let offset = sensors[slot].offset(time) else {
      oracle.distrust(route: route)
      return
    }
    oracle.observe(entry.reading.value - sensors[slot].bias - offset, route: route, at: time)
  }

  private mutating func compare(
    _ estimates: ArraySlice<Estimate>, rooms: ArraySlice<RoomState>, tick: SimTime, day: Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    nullEstimates.removeAll(keepingCapacity: true)
    null.estimate(at: tick, into: &nullEstimates)
    oracleEstimates.removeAll(keepingCapacity: true)
    oracle.estimate(at: tick, into: &oracleEstimates)
    for (position, estimate) in zip(estimates.indices, estimates) {
      let state = rooms[rooms.startIndex + estimate.room.index]
      guard let truth = FusionScorer.truth(state, estimate.channel) else { continue }
      func add(_ player: Player, _ mean: Double, _ sd: Double) {
        FusionScorer.add(
          Belief(mean: mean, sd: sd), truth: truth, channel: estimate.channel, player: player,
          day: day, to: &board, firstScore: firstScore)
      }
      func same(_ list: [Estimate]) -> Estimate? {
        list.first { $0.room == estimate.room && $0.channel == estimate.channel }
      }
      guard let other = same(nullEstimates), let best = same(oracleEstimates) else { continue }
      add(.ours, estimate.mean, estimate.sd)
      add(.null, other.mean, other.sd)
      let stranger = Self.stranger(to: position, in: estimates)
      add(.random, stranger.mean, stranger.sd)
      add(.oracle, best.mean, best.sd)
    }
  }

  /// The next estimate of the same quantity in another room, or its own where there is none.
  private static func stranger(to position: Int, in estimates: ArraySlice<Estimate>) -> Estimate {
    let channel = estimates[position].channel
    return estimates[(position + 1)...].first { $0.channel == channel }
      ?? estimates.first { $0.channel == channel } ?? estimates[position]
  }
}
