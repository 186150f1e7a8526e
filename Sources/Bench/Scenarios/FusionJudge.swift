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
  /// Where the oracle's sums come from: it costs as much as our own filter, and on a recorded wire
  /// it hears what it heard before.
  enum OracleUse {
    case plays
    /// It plays, and what comes of it is kept for a recording.
    case isKept
    /// It does not play: its sums are the recording's.
    case isRecalled
  }

  var oracleUse = OracleUse.plays
  /// The oracle's sums of the hour, day by day: kept, or to be recalled.
  var oracleSums: [FusionSums.Kept] = []
  /// Of all that the players were told so far; only where sums are kept or recalled.
  private(set) var heard = Fingerprint()
  private let start: SimTime
  private var null: Fuser
  private var oracle: Fuser
  private let routes: [Fuser.Route?]
  private var sensors: [SensorTruth]
  /// Whether a fault awaits some sensor.
  private let isFrail: Bool
  /// When some sensor of each subject was last well; kept where a fault awaits one.
  private var soundTimes: [SimTime]
  /// After so long without it its filter guesses where a room has drifted to.
  private static let guessing = SimDuration.hours(2)
  private var nullEstimates: [Estimate] = []
  private var oracleEstimates: [Estimate] = []
  private(set) var silence = SilenceCount()

  /// The subjects in the order of every player's estimates.
  private let subjects: [Subject]

  /// What the oracle is told of a slot.
  private struct SensorTruth {
    var error: UnitError
    var faults: ToldFaults

    /// What its faults add at a time; nil where no reading can be mended.
    func offset(at time: SimTime) -> Double? { faults.near.offset(at: time) }
  }

  private struct Subject {
    var room: RoomIndex
    var channel: Channel
    /// Its place among the scored quantities.
    var quantity: Int?

    /// Whether a list goes on with this subject; steps over it if so.
    func isNext(in estimates: ArraySlice<Estimate>, _ place: inout Int) -> Bool {
      guard place < estimates.endIndex, estimates[place].room == room,
        estimates[place].channel == channel
      else { return false }
      place += 1
      return true
    }
  }

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    start = lane.start
    let slots = directory.slots
    let effects = slots.map { lane.sampling.effect($0.sheet) }
    (null, routes) = Fuser.make(
      plan: home.sitePlan, slots: slots, sampling: effects, method: .inverseVariance)
    let units = slots.indices.map { home.sensor(slot: $0) }
    sensors = units.map { unit in
      SensorTruth(error: unit.error, faults: ToldFaults(unit.faults, at: lane.start))
    }
    isFrail = units.contains { !$0.faults.isEmpty }
    subjects = null.subjects.map {
      Subject(
        room: $0.room, channel: $0.channel, quantity: FusionScorer.position(of: $0.channel))
    }
    soundTimes = subjects.map { _ in .distantPast }
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
          sheetSD: biasSD, addedSD: max(variance.squareRoot(), 2 * biasSD),
          responseSeconds: units[slot].responseSeconds, silence: effects[slot].silence)
      }
      oracle.add(place, RoomFuser(method: .kalman, sensors: told, dynamics: dynamics))
    }
  }

  /// Walks through the control ticks: hands the players what the stage got, then compares all of
  /// them, whether the stage said anything or not.
  mutating func score(
    truth: TruthBuffer, estimates: [Estimate], tap: LaneTap, day: (SimTime) -> Int,
    board: inout ScoreBoard, firstScore: Int
  ) {
    var next = 0
    var row = 0
    var sums = FusionSums(
      board, day: tap.closings.first.map { day($0.tick - .microseconds(1)) } ?? 0,
      firstScore: firstScore)
    var i = 0
    for closing in tap.closings {
      let tick = closing.tick
      while next < tap.entries.count, tap.entries[next].tick <= tick {
        feed(tap.entries[next])
        next += 1
      }
      guard tick > start else { continue }
      close(upTo: closing.heardUpTo, now: tick)
      while i < estimates.count, estimates[i].time < tick { i += 1 }
      var end = i
      while end < estimates.count, estimates[end].time == tick { end += 1 }
      while row < truth.homes.count, truth.homes[row].time < tick { row += 1 }
      if row < truth.homes.count, truth.homes[row].time == tick {
        let rooms = truth.rooms[row * truth.roomCount..<(row + 1) * truth.roomCount]
        let today = day(tick - .microseconds(1))
        if today != sums.day {
          store(&sums, &board)
          sums = FusionSums(board, day: today, firstScore: firstScore)
        }
        compare(estimates[i..<end], rooms: rooms, tick: tick, sums: &sums)
      }
      i = end
    }
    while next < tap.entries.count {
      feed(tap.entries[next])
      next += 1
    }
    store(&sums, &board)
  }

  private mutating func store(_ sums: inout FusionSums, _ board: inout ScoreBoard) {
    switch oracleUse {
    case .plays: break
    case .isKept: oracleSums.append(sums.kept(.oracle))
    case .isRecalled:
      if let kept = oracleSums.first(where: { $0.day == sums.day }) {
        sums.recall(kept, as: .oracle)
      }
    }
    sums.store(to: &board)
  }

  /// The oracle believes a silence only where the sensor is well.
  private mutating func close(upTo time: SimTime, now: SimTime) {
    if oracleUse != .plays {
      heard.combine(time)
      heard.combine(now)
    }
    if oracleUse == .isRecalled { return }
    if isFrail {
      for (slot, route) in routes.enumerated() {
        guard let route else { continue }
        if !sensors[slot].faults.isEmpty { sensors[slot].faults.advance(to: now) }
        if sensors[slot].offset(at: time) == nil {
          oracle.distrust(route: route)
        } else {
          soundTimes[route.fuser] = time
        }
      }
    }
    oracle.close(upTo: time, now: now)
  }

  private mutating func feed(_ entry: LaneTap.Entry) {
    let slot = Int(entry.reading.slot)
    let time = entry.reading.eventTime
    if entry.reading.channel == .hvacCall {
      note(entry)
      if oracleUse != .isRecalled { oracle.setCall(entry.reading.value, at: time) }
    }
    guard slot >= 0, let route = routes[slot] else { return }
    note(entry)
    null.observe(entry.reading.value, route: route, at: time)
    if oracleUse == .isRecalled { return }
    guard let offset = sensors[slot].offset(at: time) else {
      oracle.distrust(route: route)
      return
    }
    let healthy = entry.reading.value - offset
    oracle.observe(sensors[slot].error.value(of: healthy, at: time), route: route, at: time)
  }

  private mutating func note(_ entry: LaneTap.Entry) {
    guard oracleUse != .plays else { return }
    heard.combine(Int64(entry.reading.slot))
    heard.combine(entry.reading.eventTime)
    heard.combine(entry.reading.value)
  }

  private mutating func compare(
    _ estimates: ArraySlice<Estimate>, rooms: ArraySlice<RoomState>, tick: SimTime,
    sums: inout FusionSums
  ) {
    nullEstimates.removeAll(keepingCapacity: true)
    null.estimate(at: tick, into: &nullEstimates)
    oracleEstimates.removeAll(keepingCapacity: true)
    if oracleUse != .isRecalled { oracle.estimate(at: tick, into: &oracleEstimates) }
    // All players list their subjects in one order, and leave out those that they never read.
    var (ours, others, bests) = (estimates.startIndex, 0, 0)
    for (number, subject) in subjects.enumerated() {
      let (own, other, best) = (ours, others, bests)
      let isOurs = subject.isNext(in: estimates, &ours)
      let isNulls = subject.isNext(in: nullEstimates[...], &others)
      let isOracles = subject.isNext(in: oracleEstimates[...], &bests)
      let state = rooms[rooms.startIndex + subject.room.index]
      guard isNulls, let quantity = subject.quantity,
        let truth = FusionScorer.truth(state, subject.channel)
      else { continue }
      func add(_ player: Player, _ estimate: Estimate) {
        sums.add(
          Belief(mean: estimate.mean, sd: estimate.sd), truth: truth, quantity: quantity,
          player: player)
      }
      silence.note(isSilent: !isOurs)
      // Who says nothing is charged with the null's answer, so that silence earns no skill.
      add(.ours, isOurs ? estimates[own] : nullEstimates[other])
      add(.null, nullEstimates[other])
      add(.random, isOurs ? Self.stranger(to: own, in: estimates) : nullEstimates[other])
      // An oracle to which nothing sound speaks of a room, or not of late, knows no better than the
      // null, and the room is judged none the less: there ours has to deal with what is left.
      if oracleUse != .isRecalled {
        let isRecent = !isFrail || tick - soundTimes[number] < Self.guessing
        let knows = isOracles && isRecent
        add(.oracle, knows ? oracleEstimates[best] : nullEstimates[other])
      }
    }
  }

  /// The next estimate of the same quantity in another room, or its own where there is none.
  private static func stranger(to position: Int, in estimates: ArraySlice<Estimate>) -> Estimate {
    let channel = estimates[position].channel
    return estimates[(position + 1)...].first { $0.channel == channel }
      ?? estimates.first { $0.channel == channel } ?? estimates[position]
  }
}
