/// The rare branches of the world: what a suite of runs must have gone through before it may say
/// that the world was tried.
///
/// The idea is FoundationDB's `CODE_PROBE` and Antithesis's "sometimes" assertions: an invariant
/// tells what must never happen, a probe what must happen somewhere. Branches of the pipeline are
/// counted by cause in its ledger.
@frozen public enum Probe: UInt8, CaseIterable, Sendable {
  // On the way.
  case retry, givenUp, answerLost, burst, doubled, damaged, reordered
  case queueOverflow, lostToPartition, lostToGateway, waitedInOutage, waitedInPartition
  case commandLost, commandCarriedOut, wordsLost, replayed, forged
  // Devices.
  case batteryEmpty, batteryLowTold, restartTold, updateTold, failureTold, clockSet
  case frozenFirmware, faultyReading, failedMeasurement, falseReport
  case motionMissed, detectorBlind, contactBounce
  case brownOut, batteryRenewed, miscalibrated, swapped, clockJumped
  case stateRepeated, leakTold, smokeTold, nuisanceAlarm, alarmTested, firmwareBug
  // House.
  case defrost, compressorOff, backupHeat, cooling, feedIn, coldDraw, startRefused
  case batteryCharged, batteryGave, carCharged, priceTold
  // People.
  case heatingByHand, coolingByHand, guests, guestsOvernight, journey, nightAway, homeEmpty
  case doorHeldOpen, goodRating, poorRating, nightSetback
  // Incidents.
  case waterLeak, fridgeFailure, heatingFailure, windowLeftOpen, stoveLeftOn, smoke, intrusion
  case fall, refrigerantLoss, solarStringFailure, meterTampering

  /// The name in files.
  public var name: String {
    switch self {
    case .retry: "retry"
    case .givenUp: "given_up"
    case .answerLost: "answer_lost"
    case .burst: "burst"
    case .doubled: "doubled"
    case .damaged: "damaged"
    case .reordered: "reordered"
    case .queueOverflow: "queue_overflow"
    case .lostToPartition: "lost_to_partition"
    case .lostToGateway: "lost_to_gateway"
    case .waitedInOutage: "waited_in_outage"
    case .waitedInPartition: "waited_in_partition"
    case .commandLost: "command_lost"
    case .commandCarriedOut: "command_carried_out"
    case .wordsLost: "words_lost"
    case .replayed: "replayed"
    case .forged: "forged"
    case .batteryEmpty: "battery_empty"
    case .batteryLowTold: "battery_low_told"
    case .restartTold: "restart_told"
    case .updateTold: "update_told"
    case .failureTold: "failure_told"
    case .clockSet: "clock_set"
    case .frozenFirmware: "frozen_firmware"
    case .faultyReading: "faulty_reading"
    case .failedMeasurement: "failed_measurement"
    case .falseReport: "false_report"
    case .motionMissed: "motion_missed"
    case .detectorBlind: "detector_blind"
    case .contactBounce: "contact_bounce"
    case .brownOut: "brown_out"
    case .batteryRenewed: "battery_renewed"
    case .miscalibrated: "miscalibrated"
    case .swapped: "swapped"
    case .clockJumped: "clock_jumped"
    case .stateRepeated: "state_repeated"
    case .leakTold: "leak_told"
    case .smokeTold: "smoke_told"
    case .nuisanceAlarm: "nuisance_alarm"
    case .alarmTested: "alarm_tested"
    case .firmwareBug: "firmware_bug"
    case .defrost: "defrost"
    case .compressorOff: "compressor_off"
    case .backupHeat: "backup_heat"
    case .cooling: "cooling"
    case .feedIn: "feed_in"
    case .coldDraw: "cold_draw"
    case .startRefused: "start_refused"
    case .batteryCharged: "home_battery_charged"
    case .batteryGave: "home_battery_gave"
    case .carCharged: "car_charged"
    case .priceTold: "price_told"
    case .heatingByHand: "heating_by_hand"
    case .coolingByHand: "cooling_by_hand"
    case .nightSetback: "night_setback"
    case .guests: "guests"
    case .guestsOvernight: "guests_overnight"
    case .journey: "journey"
    case .nightAway: "night_away"
    case .homeEmpty: "home_empty"
    case .doorHeldOpen: "door_held_open"
    case .goodRating: "good_rating"
    case .poorRating: "poor_rating"
    case .waterLeak: "water_leak"
    case .fridgeFailure: "fridge_failure"
    case .heatingFailure: "heating_failure"
    case .windowLeftOpen: "window_left_open"
    case .stoveLeftOn: "stove_left_on"
    case .smoke: "smoke"
    case .intrusion: "intrusion"
    case .fall: "fall"
    case .refrigerantLoss: "refrigerant_loss"
    case .solarStringFailure: "pv_string_failure"
    case .meterTampering: "meter_tampering"
    }
  }
}

extension Probe {
  /// That an incident of a kind began.
  public init(_ kind: IncidentKind) {
    switch kind {
    case .waterLeak: self = .waterLeak
    case .fridgeFailure: self = .fridgeFailure
    case .heatingFailure: self = .heatingFailure
    case .windowLeftOpen: self = .windowLeftOpen
    case .stoveLeftOn: self = .stoveLeftOn
    case .smoke: self = .smoke
    case .intrusion: self = .intrusion
    case .fall: self = .fall
    case .refrigerantLoss: self = .refrigerantLoss
    case .solarStringFailure: self = .solarStringFailure
    case .meterTampering: self = .meterTampering
    }
  }

  public var meaning: String {
    switch self {
    case .retry: "a device sent a message again"
    case .givenUp: "no try of a message reached the gateway"
    case .answerLost: "the gateway had a message and the device did not hear so"
    case .burst: "a try fell into a burst of losses"
    case .doubled: "the network delivered a copy twice"
    case .damaged: "a bit of a copy flipped"
    case .reordered: "a copy overtook an earlier one"
    case .queueOverflow: "the gateway's queue was full in an outage"
    case .lostToPartition: "the gateway's queue was full because the broker was deaf"
    case .lostToGateway: "a copy was lost to a gateway that restarted"
    case .waitedInOutage: "a copy waited for the end of an outage and was sent on"
    case .waitedInPartition: "a copy waited for the broker and was sent on"
    case .commandLost: "a command never reached its device"
    case .commandCarriedOut: "a command took effect"
    case .wordsLost: "nobody heard what a resident said to the house"
    case .replayed: "somebody sent a copy of a device's message once more"
    case .forged: "somebody sent a message in a device's name"
    case .batteryEmpty: "a device had something to send and no strength"
    case .batteryLowTold: "a status told of a low battery"
    case .restartTold: "a status told of a start"
    case .updateTold: "a status told of new firmware for the first time"
    case .failureTold: "a status told of a failed measurement"
    case .clockSet: "a device's clock was set right between two messages"
    case .frozenFirmware: "a firmware's bug repeated a reading"
    case .faultyReading: "a reading was taken while a fault of the scenario lasted"
    case .failedMeasurement: "a measurement failed"
    case .falseReport: "a sensor reported what was not so"
    case .motionMissed: "a detector that could see missed a movement"
    case .detectorBlind: "somebody moved before a detector that was blind for a while"
    case .contactBounce: "a contact chattered"
    case .brownOut: "a battery was too weak for an attempt to send"
    case .batteryRenewed: "somebody put in a new battery"
    case .miscalibrated: "a reading was taken with a calibration that a start had spoilt"
    case .swapped: "a reading was taken in another device's place"
    case .clockJumped: "a status was told while its clock was off by a jump"
    case .stateRepeated: "a sensor that speaks at changes repeated its state"
    case .leakTold: "a leak sensor got wet"
    case .smokeTold: "a smoke alarm sounded for smoke"
    case .nuisanceAlarm: "a meal set off a smoke alarm"
    case .alarmTested: "somebody pressed a smoke alarm's test button"
    case .firmwareBug: "a reading that a bug of the firmware bent"
    case .defrost: "the heat pump ran and thawed its coil in between, below 4.4 °C outdoors"
    case .compressorOff: "it was too cold for the compressor"
    case .backupHeat: "strip heat helped"
    case .cooling: "the plant cooled"
    case .feedIn: "the home fed in"
    case .coldDraw: "water ran colder than was wished"
    case .startRefused: "somebody could not start an appliance"
    case .batteryCharged: "the home's battery charged"
    case .batteryGave: "the home's battery gave"
    case .carCharged: "a car charged"
    case .priceTold: "the supplier told of a price"
    case .heatingByHand: "somebody moved the heating's set point"
    case .coolingByHand: "somebody moved the cooling's set point"
    case .nightSetback: "a thermostat turned the heating down at night"
    case .guests: "guests came"
    case .guestsOvernight: "guests stayed for more than eight hours"
    case .journey: "somebody came home after more than a day"
    case .nightAway: "somebody came home from a night out or at work"
    case .homeEmpty: "the last one left"
    case .doorHeldOpen: "the front door was opened while it stood open"
    case .goodRating: "a resident rated a wish with three points or more"
    case .poorRating: "a resident rated a wish with one or two points"
    case .waterLeak: "water ran out"
    case .fridgeFailure: "the fridge failed"
    case .heatingFailure: "the heating failed"
    case .windowLeftOpen: "a window was forgotten"
    case .stoveLeftOn: "the stove was forgotten"
    case .smoke: "something smouldered"
    case .intrusion: "somebody broke in"
    case .fall: "somebody fell"
    case .refrigerantLoss: "refrigerant was lost"
    case .solarStringFailure: "modules failed"
    case .meterTampering: "somebody led power past the meter"
    }
  }
}

/// How often each rare branch was taken.
public struct ProbeCounts: Hashable, Sendable {
  /// By raw value.
  private var counts = [Int64](repeating: 0, count: Probe.allCases.count)

  public init() {}

  public subscript(_ probe: Probe) -> Int64 { counts[Int(probe.rawValue)] }

  @inline(__always)
  public mutating func hit(_ probe: Probe) { counts[Int(probe.rawValue)] += 1 }

  /// From a file.
  public mutating func add(_ probe: Probe, _ count: Int64) { counts[Int(probe.rawValue)] += count }

  public mutating func join(_ other: Self) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// In the order of their declaration.
  public var unreached: [Probe] { Probe.allCases.filter { self[$0] == 0 } }
  public var reachedCount: Int { Probe.allCases.count - unreached.count }
}
