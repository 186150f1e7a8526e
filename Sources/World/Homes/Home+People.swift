internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

extension Home {
  /// Lets everyone act whose moment has come and carries out what they ask.
  mutating func letPeopleAct(wire: inout WireBuffer, truth: inout TruthBuffer) {
    let moment = localMoment()
    var asked: [HouseholdRequest] = []
    swap(&asked, &requests)
    asked.removeAll(keepingCapacity: true)
    household.handle(at: now, moment: moment, senses: senses, into: &asked)
    for request in asked { carryOut(request, wire: &wire, truth: &truth) }
    swap(&asked, &requests)
    notePresence(truth: &truth)
  }

  mutating func carryOut(
    _ request: HouseholdRequest, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    see(request)
    switch request.action {
    case .begin(let activity, let room):
      let index = request.resident.index
      let old = activities[index]
      if old.activity == .away { probeReturn(since: old.since) }
      truth.events.append(
        .activity(request.resident, old.activity, old.room, start: old.since, end: now))
      activities[index] = (activity, room, now)
      drive(request.resident, from: old.activity, to: activity)
    case .wash(let use, let start, let end):
      useBasin(use, request.resident, from: start, until: end)
    case .move(let room, let passage):
      dwelling.endDraws(of: request.resident, at: now)
      if let passage { move(in: passage.index, wire: &wire, truth: &truth) }
      if let room { move(in: room.index, wire: &wire, truth: &truth) }
    case .host(let guests, let room):
      endVisit(truth: &truth)
      guard guests > 0 else { return }
      visit = (room, guests, now)
      probes.hit(.guests)
    case .openFrontDoor(let duration): openDoor(duration, wire: &wire, truth: &truth)
    case .start(let use, _, let duration):
      let end = start(use, of: request.resident, duration: duration)
      if use == .shower, let end { drawShower(request.resident, until: end) }
      if use == .hob, let end, let hob = use.appliance(in: plan) {
        leaveStoveOn(hob, dishEnd: end)
      }
    case .stop(let use, _):
      if use == .hob, !thinksOfStove(truth: &truth) { break }
      if let appliance = use.appliance(in: plan, of: request.resident, household.layout) {
        dwelling.appliances.stop(appliance, at: now)
      }
    case .switchLamp(let room, let isOn):
      setLamp(room.index, level: isOn ? 1 : 0, wire: &wire, truth: &truth)
    case .moveWindow(let room, let isOpen):
      moveWindow(room.index, isOpen: isOpen, wire: &wire, truth: &truth)
    case .moveDoor(let door, let isOpen): moveDoor(door, isOpen: isOpen, truth: &truth)
    case .setHeating(let value):
      probes.hit(.heatingByHand)
      truth.events.append(
        .setpointByHand(request.resident, .heatingSetpoint, value: value, at: now))
      setSetpoint(.heatingSetpoint, value, wire: &wire, truth: &truth)
    case .setCooling(let value):
      probes.hit(.coolingByHand)
      truth.events.append(
        .setpointByHand(request.resident, .coolingSetpoint, value: value, at: now))
      setSetpoint(.coolingSetpoint, value, wire: &wire, truth: &truth)
    case .speak(let spoken): speak(spoken, wire: &wire, truth: &truth)
    }
    noteWishes()
  }

  private mutating func see(_ request: HouseholdRequest) {
    var appliance: Int?
    if case .start(let use, _, _) = request.action {
      appliance = use.appliance(in: plan, of: request.resident, household.layout)
    }
    guardian.see(
      request, at: now, isFrontDoorOpen: doorOpenCount > 0, closedDoors: openings.closedDoors,
      appliance: appliance)
  }

  /// When it will end by itself; nil if it did not start.
  private mutating func start(
    _ use: HouseholdUse, of resident: ResidentIndex, duration: SimDuration?
  ) -> SimTime? {
    guard let appliance = use.appliance(in: plan, of: resident, household.layout) else {
      return nil
    }
    // Whoever wants something on whose plug is off presses the plug's button.
    if !dwelling.appliances.isPowered(appliance) {
      dwelling.appliances.setPowered(true, appliance: appliance, at: now)
    }
    let count = applianceStarts[appliance]
    applianceStarts[appliance] += 1
    let jitter = CycleJitter(applianceKey, start: UInt64(appliance) << 40 | count)
    let end = dwelling.appliances.start(appliance, at: now, jitter: jitter, duration: duration)
    if end == nil { probes.hit(.startRefused) }
    return end
  }

  mutating func setLamp(
    _ room: Int, level: Double, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard lampLevels[room] != level else { return }
    lampLevels[room] = level
    guardian.seeLamp(room, level: level)
    dwelling.appliances.setLamp(room: room, level: level, at: now)
    senses.rooms[room].isLampOn = level > 0
    senses.rooms[room].illuminanceLx = dwelling.illuminanceLx(room: room, at: now)
    report(.lampLevel, level, device: lampDevices[room], wire: &wire, truth: &truth)
  }

  private mutating func moveWindow(
    _ room: Int, isOpen: Bool, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    let bit: UInt16 = 1 << UInt16(room)
    guard (openWindows & bit != 0) != isOpen else { return }
    openWindows ^= bit
    senses.rooms[room].isWindowOpen = isOpen
    if isOpen {
      windowSince[room] = now
    } else {
      truth.events.append(.windowOpen(RoomIndex(room), start: windowSince[room], end: now))
      endForgottenWindow(room, truth: &truth)
    }
    if let device = windowDevices[room] {
      report(.contact, isOpen ? 1 : 0, device: device, wire: &wire, truth: &truth)
    }
  }

  private mutating func moveDoor(_ door: Int, isOpen: Bool, truth: inout TruthBuffer) {
    let bit: UInt16 = 1 << UInt16(door)
    guard (closedDoors & bit != 0) == isOpen else { return }
    if isOpen {
      recordDoor(door, truth: &truth)
    } else {
      doorSince[door] = now
    }
    closedDoors ^= bit
    senses.closedDoors = closedDoors
  }

  /// An inner door was shut until now.
  mutating func recordDoor(_ door: Int, truth: inout TruthBuffer) {
    // Whoever goes on at once has not shut it.
    guard doorSince[door] < now else { return }
    let ends = plan.doorways[door]
    truth.events.append(
      .doorShut(door: door, ends.a, ends.b, start: doorSince[door], end: now))
  }

  mutating func openDoor(
    _ duration: SimDuration, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    doorOpenCount += 1
    if doorOpenCount == 1 {
      report(.contact, 1, device: frontDoor, wire: &wire, truth: &truth)
    } else {
      probes.hit(.doorHeldOpen)
    }
    queue.schedule(
      at: now + duration, entity: 1 + UInt32(frontDoor),
      payload: HomeEvent(kind: .doorEnd, index: 0))
  }

  mutating func setSetpoint(
    _ channel: Channel, _ value: Double, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    let rounded = (value * 10).rounded(.toNearestOrEven) / 10
    if channel == .heatingSetpoint {
      heatingSetpointC = min(max(rounded, 5), 35)
      senses.heatingSetpointC = heatingSetpointC
      report(channel, heatingSetpointC, device: thermostat, wire: &wire, truth: &truth)
    } else {
      coolingSetpointC = min(max(rounded, 10), 40)
      senses.coolingSetpointC = coolingSetpointC
      report(channel, coolingSetpointC, device: thermostat, wire: &wire, truth: &truth)
    }
  }

  /// The device that hears what is said in a room.
  ///
  /// - Precondition: the home has a speaker.
  func speaker(near room: RoomIndex) -> Int {
    (speakers.first { $0.room == room.index } ?? speakers[0]).device
  }

  /// The nearest speaker hears; the home may not run ahead of the answer.
  private mutating func speak(
    _ spoken: SpokenTruth, wire: inout WireBuffer, truth: inout TruthBuffer
  ) {
    guard !isMuted, !isHistory, !speakers.isEmpty else { return }
    let device = speaker(near: spoken.room)
    let body = MessageBody.utterance(
      Utterance(resident: spoken.resident, room: spoken.room, text: spoken.text))
    let sent = send(body, kind: .userInteraction, device: device, at: now, wire: &wire)
    var said = spoken
    said.message = sent.id
    said.time = now
    truth.events.append(.spoken(said))
    watch(said, speaker: device)
    guard let arrival = sent.arrival else {
      probes.hit(.wordsLost)
      return
    }
    // They may arrive after this stretch has ended: the next one must not run ahead of them either.
    wordsUnderWay.append(arrival)
    limit = min(limit, max(arrival, now))
  }

  /// An evening's visit is shorter, one with a night longer.
  private static let longVisit = SimDuration.hours(8)

  /// The household counts its guests; they have no device, and the truth alone tells of them.
  mutating func endVisit(truth: inout TruthBuffer) {
    guard let ended = visit else { return }
    visit = nil
    if now - ended.since > Self.longVisit { probes.hit(.guestsOvernight) }
    truth.events.append(
      .visit(ended.room, guestCount: ended.count, start: ended.since, end: now))
  }

  private mutating func notePresence(truth: inout TruthBuffer) {
    if household.occupantCount > 0 {
      if let since = emptySince {
        truth.events.append(.homeEmpty(start: since, end: now))
        emptySince = nil
      }
    } else if emptySince == nil {
      emptySince = now
      probes.hit(.homeEmpty)
    }
  }
}
