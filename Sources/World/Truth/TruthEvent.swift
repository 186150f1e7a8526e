public import Clockwork
public import Telemetry

/// What a resident is doing.
@frozen public enum Activity: UInt8, CaseIterable, Sendable {
  case sleep = 0
  case hygiene = 1
  case cook = 2
  case eat = 3
  case relax = 4
  case work = 5
  case chores = 6
  case laundry = 7
  case away = 8
  /// Lies where they fell.
  case fallen = 9

  public var name: String {
    switch self {
    case .sleep: "sleep"
    case .hygiene: "hygiene"
    case .cook: "cook"
    case .eat: "eat"
    case .relax: "relax"
    case .work: "work"
    case .chores: "chores"
    case .laundry: "laundry"
    case .away: "away"
    case .fallen: "fallen"
    }
  }
}

/// The ways in which a scenario can break things.
@frozen public enum FaultKind: UInt8, CaseIterable, Sendable {
  case bias = 1
  case drift = 2
  case stuck = 3
  case spikes = 4
  case noise = 5
  case dropout = 6
  case linkOutage = 7
  case gatewayRestart = 8
  case brokerPartition = 9
  case miscalibration = 10
  case swapped = 11
  case dyingBattery = 12
  case clockJump = 13
  case replayed = 14
  case forged = 15
  /// Firmware numbers its messages from 0 again.
  case misnumbered = 16
  /// Firmware states a full battery until it is nearly empty.
  case misstatedCharge = 17
  /// Firmware reports at twice its interval.
  case doubledPeriod = 18

  public var name: String {
    switch self {
    case .bias: "bias"
    case .drift: "drift"
    case .stuck: "stuck"
    case .spikes: "spikes"
    case .noise: "noise"
    case .dropout: "dropout"
    case .linkOutage: "link-outage"
    case .gatewayRestart: "gateway-restart"
    case .brokerPartition: "broker-partition"
    case .miscalibration: "miscalibration"
    case .swapped: "swapped"
    case .dyingBattery: "dying-battery"
    case .clockJump: "clock-jump"
    case .replayed: "replayed"
    case .forged: "forged"
    case .misnumbered: "misnumbered"
    case .misstatedCharge: "misstated-charge"
    case .doubledPeriod: "doubled-period"
    }
  }
}

extension FaultKind {
  /// Whether single messages give it away.
  public var showsInMessages: Bool {
    switch self {
    case .clockJump, .replayed, .forged, .misnumbered, .misstatedCharge, .doubledPeriod: true
    case .bias, .drift, .stuck, .spikes, .noise, .dropout, .miscalibration, .swapped,
      .dyingBattery, .linkOutage, .gatewayRestart, .brokerPartition:
      false
    }
  }
}

/// Something that was really so, from `start` to `end`; recorded when it ends.
public enum TruthEvent: Sendable {
  /// A resident did something in a room (nil while away).
  case activity(ResidentIndex, Activity, RoomIndex?, start: SimTime, end: SimTime)
  /// A window stood open.
  case windowOpen(RoomIndex, start: SimTime, end: SimTime)
  /// An inner door, by its number among the home's doorways, was shut between two rooms.
  case doorShut(door: Int, RoomIndex, RoomIndex, start: SimTime, end: SimTime)
  /// Nobody was at home.
  case homeEmpty(start: SimTime, end: SimTime)
  /// An appliance of a kind ran one cycle in its room, behind a smart plug where it has one.
  case applianceCycle(
    appliance: UInt8, RoomIndex, plug: DeviceIndex?, energyKWh: Double, start: SimTime,
    end: SimTime)
  /// Somebody drew hot water: litres at the tap, and the coldest that it ran, °C.
  case hotWater(
    ResidentIndex, WaterUse, litres: Double, coldestC: Double, start: SimTime, end: SimTime)
  /// Guests were in a room.
  case visit(RoomIndex, guestCount: Int, start: SimTime, end: SimTime)
  /// A sensor channel was faulty; recorded at its onset because the scenario fixes its end.
  /// `magnitude` is in the channel's unit (bias, spikes, miscalibration), unit a day (drift) or a
  /// factor (noise).
  case fault(DeviceIndex, Channel, FaultKind, magnitude: Double, start: SimTime, end: SimTime)
  /// A whole device was faulty, or messages came in its name; recorded at its onset. `magnitude` is
  /// the index of the device whose place it has (swapped), days that the battery lasts (dying
  /// battery), seconds (clock jump), messages a day (replayed, forged), bits of the number or 0
  /// where a start begins anew (misnumbered), share at which the charge begins to fall (misstated
  /// charge) or how many times the interval (doubled period).
  case deviceFault(DeviceIndex, FaultKind, magnitude: Double, start: SimTime, end: SimTime)
  /// The home's uplink was down, its gateway restarting or its broker deaf; recorded at its onset.
  case uplinkFault(FaultKind, start: SimTime, end: SimTime)
  /// The gateway started by itself, as it does now and then, and heard nothing meanwhile; recorded
  /// before it does.
  case gatewayStart(start: SimTime, end: SimTime)
  /// Something went wrong in the home itself, in a room where it has one; recorded at its onset,
  /// when its end is known; a forgotten window when it is shut, a state of a machine (fridge,
  /// heating, compressor, modules) when it is over, or at the end of the run. The severity's unit
  /// is ``IncidentKind/severityUnit``.
  case incident(IncidentKind, RoomIndex?, severity: Double, start: SimTime, end: SimTime)
  /// A command took effect, or was lost to something on its way, on which it was sent then.
  case commandFate(sequence: UInt32, at: SimTime, lostTo: CommandLoss?)
  /// A resident moved a set point by hand: heating or cooling, °C.
  case setpointByHand(ResidentIndex, Channel, value: Double, at: SimTime)
  /// A resident spoke to the house.
  case spoken(SpokenTruth)
  /// A resident rated how the house did what they had asked for.
  case feedback(FeedbackTruth)
}

/// How an utterance relates to the phrases that anyone might have written templates for.
@frozen public enum PhraseClass: UInt8, CaseIterable, Sendable {
  /// From the phrase book.
  case plain = 0
  /// From the part of the phrase book that is kept for scoring only.
  case heldOut = 1
  /// With slips of the tongue, fillers, corrections or recognition errors.
  case slip = 2
  /// A wish that this house cannot fulfil: the right answer is a refusal.
  case impossible = 3

  public var name: String {
    switch self {
    case .plain: "plain"
    case .heldOut: "held_out"
    case .slip: "slip"
    case .impossible: "impossible"
    }
  }
}

/// An utterance and what its speaker really wanted; `intent` is nil when no act can be right.
public struct SpokenTruth: Hashable, Sendable {
  public var message: MessageID
  public var time: SimTime
  public var resident: ResidentIndex
  public var room: RoomIndex
  public var text: String
  public var intent: Intent?
  public var phraseClass: PhraseClass

  public init(
    message: MessageID, time: SimTime, resident: ResidentIndex, room: RoomIndex, text: String,
    intent: Intent?, phraseClass: PhraseClass
  ) {
    self.message = message
    self.time = time
    self.resident = resident
    self.room = room
    self.text = text
    self.intent = intent
    self.phraseClass = phraseClass
  }
}
