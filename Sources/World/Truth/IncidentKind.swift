/// What can go wrong in a home itself, rather than with what watches it.
@frozen public enum IncidentKind: UInt8, CaseIterable, Sendable {
  case waterLeak = 1
  case fridgeFailure = 2
  case heatingFailure = 3
  case windowLeftOpen = 4
  case stoveLeftOn = 5
  case smoke = 6
  case intrusion = 7
  case fall = 8
  case refrigerantLoss = 9
  case solarStringFailure = 10
  case meterTampering = 11

  /// The name in files and scenarios.
  public var name: String {
    switch self {
    case .waterLeak: "water-leak"
    case .fridgeFailure: "fridge-failure"
    case .heatingFailure: "heating-failure"
    case .windowLeftOpen: "window-left-open"
    case .stoveLeftOn: "stove-left-on"
    case .smoke: "smoke"
    case .intrusion: "intrusion"
    case .fall: "fall"
    case .refrigerantLoss: "refrigerant-loss"
    case .solarStringFailure: "pv-string-failure"
    case .meterTampering: "meter-tampering"
    }
  }

  /// What its severity counts in; empty where it is 1 and says nothing.
  public var severityUnit: String {
    switch self {
    case .waterLeak: "L/min"
    case .smoke: "W"
    case .refrigerantLoss, .solarStringFailure, .meterTampering: "share"
    case .fridgeFailure: "share of full power"
    case .heatingFailure, .windowLeftOpen, .stoveLeftOn, .intrusion, .fall: ""
    }
  }
}
