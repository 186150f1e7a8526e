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
  private let routes: [Fuser.Route?]
  private var oracles: [RoomFilter]
  private var hasRead: [Bool]
  private let home: OracleSensors
  /// Estimates wait here until the truth of their moment has come.
  private var nullEstimates: [Estimate] = []

  /// What the oracle is told of each slot.
  struct OracleSensors {
    let sensors: [SensorTruth]
    struct SensorTruth {
      var bias: Double
      var noiseSD: Double
      var offset: @Sendable (SimTime) -> Double?
    }
  }

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    let slots = directory.slots
    let added = slots.map { lane.sampling.addedSD($0.sheet.channel) }
    let (null, routes) = Fuser.make(
      plan: home.sitePlan, slots: slots, samplingSD: added, method: .inverseVariance)
    let truths = slots.indices.map { slot -> OracleSensors.SensorTruth in
      let sensor = home.sensor(slot: slot)
      let variance = sensor.noiseSD * sensor.noiseSD + added[slot] * added[slot]
      return OracleSensors.SensorTruth(
        bias: sensor.bias, noiseSD: variance.squareRoot(), offset: { sensor.faultOffset(at: $0) })
    }
    self.home = OracleSensors(sensors: truths)
    self.null = null
    self.routes = routes
    oracles = null.subjects.indices.map { subject in
      let members = slots.indices.filter { routes[$0]?.fuser == subject }
      let dynamics = QuantityDynamics.standard(for: null.subjects[subject].channel)
      return RoomFilter(
        dynamics: dynamics, biasSD: members.map { _ in dynamics.noiseSD * 0.1 },
        noiseSD: members.map { truths[$0].noiseSD }, adaptsNoise: true, gates: false)
    }
    hasRead = Array(repeating: false, count: oracles.count)
  }

  /// Walks through the ticks: hands the players what the stage got, then compares all of them.
  mutating func score(
    truth: TruthBuffer, estimates: [Estimate], tap: LaneTap, day: (SimTime) -> Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    var next = 0
    var row = 0
    var i = 0
    while i < estimates.count {
      let tick = estimates[i].time
      while next < tap.entries.count, tap.entries[next].tick <= tick {
        feed(tap.entries[next])
        next += 1
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

  private mutating func feed(_ entry: LaneTap.Entry) {
    let slot = Int(entry.reading.slot)
    guard slot >= 0, let route = routes[slot] else { return }
    let time = entry.reading.eventTime
    null.observe(entry.reading.value, route: route, at: time)
    let sensor = home.sensors[slot]
    guard let offset = sensor.offset(time) else { return }
    hasRead[route.fuser] = true
    oracles[route.fuser].observe(
      entry.reading.value - sensor.bias - offset, sensor: route.sensor, at: time)
  }

  private mutating func compare(
    _ estimates: ArraySlice<Estimate>, rooms: ArraySlice<RoomState>, tick: SimTime, day: Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    nullEstimates.removeAll(keepingCapacity: true)
    null.estimate(at: tick, into: &nullEstimates)
    for (position, estimate) in zip(estimates.indices, estimates) {
      let state = rooms[rooms.startIndex + estimate.room.index]
      guard let truth = FusionScorer.truth(state, estimate.channel) else { continue }
      func add(_ player: Player, _ mean: Double, _ sd: Double) {
        FusionScorer.add(
          Belief(mean: mean, sd: sd), truth: truth, channel: estimate.channel, player: player,
          day: day, to: &board, firstScore: firstScore)
      }
      guard
        let other = nullEstimates.first(where: {
          $0.room == estimate.room && $0.channel == estimate.channel
        }),
        let subject = null.subjects.firstIndex(where: {
          $0.room == estimate.room && $0.channel == estimate.channel
        }), hasRead[subject]
      else { continue }
      add(.ours, estimate.mean, estimate.sd)
      add(.null, other.mean, other.sd)
      let stranger = Self.stranger(to: position, in: estimates)
      add(.random, stranger.mean, stranger.sd)
      let (mean, variance) = oracles[subject].estimate(at: tick)
      add(.oracle, mean, max(variance, 0).squareRoot())
    }
  }

  /// The next estimate of the same quantity in another room, or its own where there is none.
  private static func stranger(to position: Int, in estimates: ArraySlice<Estimate>) -> Estimate {
    let channel = estimates[position].channel
    return estimates[(position + 1)...].first { $0.channel == channel }
      ?? estimates.first { $0.channel == channel } ?? estimates[position]
  }
}
