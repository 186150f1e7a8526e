internal import Clockwork
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Incidents begin, act on the home and end.
extension Home {
  /// Incidents belong to no device; they come before those of the same moment.
  static let incidentEntity: UInt32 = 0

  /// So often one that waits for somebody, or for nobody, looks again.
  private static let lookEvery = SimDuration.minutes(10)

  mutating func scheduleIncidents() {
    var rule: UInt64?
    for (place, planned) in incidents.planned.enumerated() where planned.rule != rule {
      rule = planned.rule
      guard planned.start < specification.end else { continue }
      schedule(.incidentStart, place, at: max(planned.start, specification.birth))
    }
  }

  /// One is over, or comes to nothing: the next of its rule has its pause from now on, so that what
  /// waited for its occasion does not push the others into one afternoon.
  private mutating func scheduleNext(after place: Int) {
    let next = place + 1
    guard incidents.planned.indices.contains(next), planned(next).rule == planned(place).rule,
      let length = planned(place).length
    else { return }
    let pause = planned(next).start - (planned(place).start + length)
    let start = (now + pause).roundedUp(to: .minutes(1), from: specification.birth)
    if start < specification.end { schedule(.incidentStart, next, at: start) }
  }

  func planned(_ place: Int) -> PlannedIncident { incidents.planned[place] }

  mutating func schedule(_ kind: HomeEvent.Kind, _ place: Int, at time: SimTime) {
    queue.schedule(
      at: time, entity: Self.incidentEntity,
      payload: HomeEvent(kind: kind, index: UInt32(place)))
  }

  mutating func handleIncident(
    _ kind: HomeEvent.Kind, _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    switch kind {
    case .incidentStart where incidents.knowsFuture:
      if !begin(place, wire: &wire, truth: &truth), now + Self.lookEvery < specification.end {
        schedule(.incidentStart, place, at: now + Self.lookEvery)
      }
    case .incidentEnd: end(place, wire: &wire, truth: &truth)
    case .stoveForgotten: forgetStove(place, truth: &truth)
    case .intruderStep: letIntruderWalk(wire: &wire, truth: &truth)
    default: break
    }
  }

  /// Begins what can begin now; false if it has to wait for somebody, or for nobody.
  private mutating func begin(
    _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) -> Bool {
    let planned = planned(place)
    switch planned.effect {
    case .stoveLeftOn:
      incidents.armedStoves.append(place)
      return true
    case .windowLeftOpen: return forgetWindow(place, wire: &wire, truth: &truth)
    case .intrusion: return letIntruderIn(place, wire: &wire, truth: &truth)
    case .fall: return letSomebodyFall(place, wire: &wire, truth: &truth)
    case .waterLeak, .smoke: note(place, room: planned.room, from: planned.start, truth: &truth)
    case .fridgeFailure:
      let fridge = plan.appliance(.fridgeFreezer).map { plan.appliances[$0].room.index }
      note(place, room: fridge, from: planned.start, truth: &truth)
    case .heatingFailure, .refrigerantLoss, .solarStringFailure, .meterTampering:
      note(place, room: nil, from: planned.start, truth: &truth)
    }
    followMachine(planned.effect, from: planned.start, truth: &truth)
    bendHome()
    return true
  }

  /// When an incident ends by its plan that begins at a moment.
  func end(of place: Int, from start: SimTime) -> SimTime {
    planned(place).length.map { start + $0 } ?? specification.end
  }

  /// Writes an incident down that begins now, or began before this life of the home did; one whose
  /// end depends on who is up is told of when it is over.
  ///
  /// - Parameter end: nil where it is as planned.
  mutating func note(
    _ place: Int, room: Int?, from start: SimTime, to end: SimTime? = nil,
    truth: inout TruthBuffer
  ) {
    let end = end ?? self.end(of: place, from: start)
    let effect = planned(place).effect
    let active = IncidentBook.Active(place: place, room: room, start: start, end: end)
    incidents.active.append(active)
    probes.hit(Probe(effect.kind))
    if !effect.waitsForFinder, !effect.isOfOneMachine { tell(active, until: end, truth: &truth) }
    schedule(.incidentEnd, place, at: max(end, now))
  }

  private func tell(
    _ incident: IncidentBook.Active, until end: SimTime, truth: inout TruthBuffer
  ) {
    let effect = planned(incident.place).effect
    truth.events.append(
      .incident(
        effect.kind, incident.room.map { RoomIndex($0) }, severity: effect.severity,
        start: incident.start, end: end))
  }

  /// Tells of what nobody has ended by the end of the run.
  mutating func tellOpenIncidents(truth: inout TruthBuffer) {
    for failure in incidents.failures { tell(failure, until: now, truth: &truth) }
    for incident in incidents.active where planned(incident.place).effect.waitsForFinder {
      tell(incident, until: now, truth: &truth)
    }
  }

  private mutating func end(_ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer) {
    guard let index = incidents.active.firstIndex(where: { $0.place == place }) else { return }
    if planned(place).effect.waitsForFinder, let room = incidents.active[index].room {
      // It is over when somebody closes it.
      return rememberWindow(room, wire: &wire, truth: &truth)
    }
    let ended = incidents.active.remove(at: index)
    scheduleNext(after: place)
    followMachine(planned(place).effect, from: ended.end, truth: &truth)
    switch planned(place).effect {
    case .windowLeftOpen: break
    case .intrusion: letIntruderOut(wire: &wire, truth: &truth)
    // Whoever fell is helped by their own clock, the stove ends with its cycle.
    case .fall, .stoveLeftOn: break
    case .waterLeak, .fridgeFailure, .heatingFailure, .smoke, .refrigerantLoss,
      .solarStringFailure, .meterTampering:
      bendHome()
    }
  }

  /// Lets the dwelling and its meter be as everything under way has them.
  private mutating func bendHome() {
    var mishaps = Mishaps()
    var counted = 1.0
    for incident in incidents.active {
      let room = incident.room ?? 0
      switch planned(incident.place).effect {
      case .waterLeak(let litres, let isHot):
        mishaps.leaks.append(
          .init(number: incident.place, room: room, litresPerMinute: litres, isHot: isHot))
      case .smoke(let heatW): mishaps.fires.append(.init(room: room, heatW: heatW))
      case .fridgeFailure(let runsOn): mishaps.refrigerator = runsOn ? .runsOn : .dead
      case .heatingFailure: mishaps.heatingFails = true
      case .refrigerantLoss(let share, _):
        mishaps.refrigerantLost = max(mishaps.refrigerantLost, share)
      case .solarStringFailure(let share): mishaps.modulesLost = max(mishaps.modulesLost, share)
      case .meterTampering(let share): counted *= 1 - share
      case .windowLeftOpen, .stoveLeftOn, .intrusion, .fall: break
      }
    }
    dwelling.setMishaps(mishaps, at: now)
    if counted < 1 || !incidents.bypass.isIdle {
      incidents.bypass.set(share: 1 - counted, flow: gridFlow, at: now)
    }
  }

  // MARK: Falls

  private mutating func letSomebodyFall(
    _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) -> Bool {
    let standing = household.standing
    guard !standing.isEmpty else { return false }
    let resident = standing[choice(of: standing.count, place)]
    let end = end(of: place, from: now)
    let room = household.room(of: resident)
    note(place, room: room?.index, from: now, to: end, truth: &truth)
    let lies = HouseholdRequest(resident: resident, action: .begin(.fallen, in: room))
    carryOut(lies, wire: &wire, truth: &truth)
    household.fall(resident, until: end)
    return true
  }

  // MARK: Windows

  /// Somebody opens the window where they are and thinks of it no more.
  private mutating func forgetWindow(
    _ place: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) -> Bool {
    let allowed = planned(place).allowedRooms ?? 0
    let people = household.caretakers.filter { person in
      household.room(of: person).map {
        allowed & ~incidents.forgottenWindows & ~openWindows & 1 << UInt16($0.index) != 0
      } ?? false
    }
    guard !people.isEmpty else { return false }
    let person = people[choice(of: people.count, place)]
    guard let room = household.room(of: person) else { return false }
    carryOut(
      HouseholdRequest(resident: person, action: .moveWindow(room, isOpen: true)), wire: &wire,
      truth: &truth)
    note(place, room: room.index, from: now, truth: &truth)
    incidents.forgottenWindows |= 1 << UInt16(room.index)
    // What nobody notices nobody closes.
    senses.rooms[room.index].isWindowOpen = false
    return true
  }

  /// Somebody notices the window: closes it at once if anybody is there, else at their next look.
  private mutating func rememberWindow(
    _ room: Int, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    incidents.forgottenWindows &= ~(1 << UInt16(room))
    senses.rooms[room].isWindowOpen = openWindows & (1 << UInt16(room)) != 0
    guard senses.rooms[room].isWindowOpen else { return endForgottenWindow(room, truth: &truth) }
    household.mindWindow(RoomIndex(room))
    let finder = household.caretakers.first { household.room(of: $0)?.index == room }
    guard let finder else { return }
    carryOut(
      HouseholdRequest(resident: finder, action: .moveWindow(RoomIndex(room), isOpen: false)),
      wire: &wire, truth: &truth)
  }

  /// A window is closed: one that was forgotten until somebody noticed it is so no more.
  mutating func endForgottenWindow(_ room: Int, truth: inout TruthBuffer) {
    guard !incidents.active.isEmpty, incidents.forgottenWindows & 1 << UInt16(room) == 0 else {
      return
    }
    let index = incidents.active.firstIndex {
      $0.room == room && planned($0.place).effect.waitsForFinder
    }
    guard let index else { return }
    let ended = incidents.active.remove(at: index)
    tell(ended, until: now, truth: &truth)
    scheduleNext(after: ended.place)
  }

  // MARK: Stoves

  /// A dish is on the stove: if it is the one, the ring goes on when the dish is done.
  mutating func leaveStoveOn(_ hob: Int, dishEnd: SimTime) {
    guard !incidents.armedStoves.isEmpty, dishEnd < specification.end else { return }
    let place = incidents.armedStoves.removeFirst()
    guard dwelling.appliances.letRun(hob, until: end(of: place, from: dishEnd)) else {
      return scheduleNext(after: place)
    }
    incidents.forgottenStove = place
    schedule(.stoveForgotten, place, at: dishEnd)
  }

  /// Somebody turns from the hob; false if they do not think of it.
  mutating func thinksOfStove(truth: inout TruthBuffer) -> Bool {
    if let place = incidents.forgottenStove, let hob = plan.appliance(.hob) {
      // They go before the dish is done, and so it begins now.
      _ = dwelling.appliances.letRun(hob, until: end(of: place, from: now))
      forgetStove(place, truth: &truth)
      return false
    }
    return !isStoveForgotten
  }

  /// Whether the hob is on because somebody forgot it.
  var isStoveForgotten: Bool {
    mutating get {
      guard !incidents.active.isEmpty else { return false }
      return incidents.active.contains {
        if case .stoveLeftOn = planned($0.place).effect { true } else { false }
      }
    }
  }

  private mutating func forgetStove(_ place: Int, truth: inout TruthBuffer) {
    guard incidents.forgottenStove == place else { return }
    incidents.forgottenStove = nil
    guard let hob = plan.appliance(.hob), dwelling.appliances.isRunning(hob) else {
      return scheduleNext(after: place)
    }
    note(place, room: plan.appliances[hob].room.index, from: now, truth: &truth)
  }

  /// One of so many, by the incident's own chance and this moment.
  private func choice(of count: Int, _ place: Int) -> Int {
    min(Int(incidents.key.uniform(planned(place).event + 1) * Double(count)), count - 1)
  }
}
