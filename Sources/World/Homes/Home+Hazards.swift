internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Water on floors and smoke in rooms, as sensors for them see it.
extension Home {
  /// How long somebody needs to silence an alarm that they know to be false (assumed, 20 s-3 min).
  static let silencingTime = SimDuration.seconds(60)
  /// How long a test button is pressed (makers say 3 to 5 s).
  private static let testTime = SimDuration.seconds(5)
  /// Half a litre on a ring of 1.2 kW has boiled away after 16 min (2.26 MJ/kg); then what is left
  /// chars (assumed, 10-40 min).
  private static let boilingTime = SimDuration.minutes(16)

  mutating func scheduleTests() {
    for place in hazards.smokes.indices {
      scheduleTest(place, after: max(specification.birth, specification.start))
    }
  }

  private mutating func scheduleTest(_ place: Int, after last: SimTime) {
    let smoke = hazards.smokes[place]
    guard let gap = smoke.alarm.testGap(smoke.testCount) else { return }
    hazards.smokes[place].testCount += 1
    schedule(.hazardTest, UInt32(place), device: smoke.device, at: last + gap)
  }

  private mutating func schedule(
    _ kind: HomeEvent.Kind, _ index: UInt32, device: Int, at time: SimTime
  ) {
    guard time < specification.end else { return }
    queue.schedule(
      at: max(time, now), entity: 1 + UInt32(device), payload: HomeEvent(kind: kind, index: index))
  }

  /// - Parameter turn: the number of a device's turn.
  private mutating func schedule(
    _ kind: HomeEvent.Kind, device: Int, says: Bool, turn: Int = 0, at time: SimTime
  ) {
    let spoken = SpokenTurn(turn: turn, device: device, saysYes: says)
    schedule(kind, spoken.index, device: device, at: time)
  }

  /// What is forgotten on the stove chars after a while; before a step of the physics.
  mutating func letStovesChar() {
    guard !incidents.isEmpty else { return }
    let forgotten = incidents.active.filter {
      if case .stoveLeftOn = planned($0.place).effect { true } else { false }
    }
    guard !(forgotten.isEmpty && hazards.stoves.isEmpty) else { return }
    hazards.stoves.removeAll { stove in !forgotten.contains { $0.place == stove.place } }
    for stove in forgotten where !hazards.stoves.contains(where: { $0.place == stove.place }) {
      hazards.stoves.append((stove.place, stove.room ?? 0, now))
    }
    dwelling.setPots(
      hazards.stoves.filter { $0.since + Self.boilingTime <= now }.map(\.room))
  }

  /// Looks at floors and air after a step of the physics.
  ///
  /// As with all sensors, what a step showed is met ``Dwelling/sensingLag`` later, so that no
  /// moment within it has passed.
  mutating func watchHazards() {
    guard !isMuted else { return }
    watchKitchen()
    guard !(hazards.leaks.isEmpty && hazards.smokes.isEmpty) else { return }
    let step = dwelling.step
    let shift = Dwelling.sensingLag - step
    for place in hazards.leaks.indices {
      let leak = hazards.leaks[place]
      let turn = hazards.leaks[place].sensor.look(
        at: dwelling.wetFloorM2(room: leak.room), since: now + shift, over: step)
      guard let turn else { continue }
      let number = hazards.leaks[place].voice.turn()
      schedule(.hazardTurn, device: leak.device, says: turn.isWet, turn: number, at: turn.time)
    }
    for place in hazards.smokes.indices {
      let smoke = hazards.smokes[place]
      let turn = hazards.smokes[place].alarm.look(
        at: dwelling.smokeDBM(room: smoke.room), since: now + shift, over: step)
      guard let turn else { continue }
      let number = hazards.smokes[place].voice.turn()
      schedule(
        .hazardTurn, device: smoke.device, says: turn.isSounding, turn: number, at: turn.time)
    }
  }

  /// A meal smokes as it will; it may set off alarms near by, which whoever cooks silences.
  private mutating func watchKitchen() {
    guard dwelling.followsParticles else { return }
    let isCooking = household.people.indices.contains { index in
      let resident = ResidentIndex(index)
      guard household.activity(of: resident) == .cook, let room = household.room(of: resident)
      else { return false }
      return plan.rooms[room.index].kind == .kitchen
    }
    defer { hazards.isCooking = isCooking }
    guard isCooking, !hazards.isCooking else { return }
    // A meal is named by the minute in which it begins.
    let meal = UInt64(bitPattern: now.microseconds / 60_000_000)
    let key = RandomKey(
      seed: specification.seed, purpose: .mealSmoke, entity: UInt64(specification.home.rawValue))
    let rank = key.uniform(meal)
    dwelling.beginMeal(rank: rank)
    guard !isHistory else { return }
    for place in hazards.smokes.indices where hazards.smokes[place].isByKitchen {
      let smoke = hazards.smokes[place]
      guard let time = smoke.alarm.nuisance(cookedFrom: now, meal: meal, rank: rank)
      else { continue }
      probes.hit(.nuisanceAlarm)
      let end = time + Self.silencingTime
      schedule(.hazardTold, device: smoke.device, says: true, at: time)
      schedule(.hazardTold, device: smoke.device, says: false, at: end)
      hazards.smokes[place].alarm.hush(at: end)
    }
  }

  mutating func handleHazard(
    _ kind: HomeEvent.Kind, _ index: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard !isMuted else { return }
    let spoken = SpokenTurn(index: index)
    let (device, says) = (spoken.device, spoken.value)
    switch kind {
    case .hazardTurn:
      guard hazards.take(turn: spoken.turn, of: device, saying: spoken.saysYes) else { return }
      let isLeak = units[device].kind == .leakSensor
      if spoken.saysYes { probes.hit(isLeak ? .leakTold : .smokeTold) }
      report(isLeak ? .waterLeak : .smoke, says, device: device, wire: &wire, truth: &truth)
    case .hazardTold:
      // Whoever has smoke in the room says so already.
      guard hazards.saysYes(device) == false else { return }
      say(.smoke, says, device: device, wire: &wire)
    case .hazardTest: pressTest(index, wire: &wire)
    default: break
    }
  }

  /// Somebody presses the button, if anybody is up; else an hour later.
  private mutating func pressTest(_ place: Int, wire: inout WireBuffer) {
    let device = hazards.smokes[place].device
    guard !household.caretakers.isEmpty else {
      return schedule(.hazardTest, UInt32(place), device: device, at: now + .hours(1))
    }
    probes.hit(.alarmTested)
    schedule(.hazardTold, device: device, says: true, at: now)
    schedule(.hazardTold, device: device, says: false, at: now + Self.testTime)
    scheduleTest(place, after: now)
  }
}

extension Purpose {
  fileprivate static let mealSmoke = Purpose("homes.meal.smoke")
}
