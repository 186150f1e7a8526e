internal import Devices
internal import Lanes

/// A part of the way from what is true to what is concluded, in the order in which data flows.
public enum ErrorPart: String, CaseIterable, Sendable {
  case faults
  case sensors
  case links
  case sampling

  /// What is done to make it perfect.
  public var meaning: String {
    switch self {
    case .faults: "nothing that the scenario breaks is broken"
    case .sensors: "no noise, bias, lag or step, clocks are right, data sheets say so"
    case .links: "every message arrives once, whole, after 1 ms"
    case .sampling: "every native reading is sent, from batteries that last"
    }
  }
}

extension RunPlan {
  /// The same homes, people, weather and chance with some parts made perfect.
  ///
  /// Agents still act on what they are told, so that the better-informed home may be lived in
  /// otherwise: that too is an effect of the part.
  public func with(perfect parts: Set<ErrorPart>) -> RunPlan {
    var plan = self
    if parts.contains(.faults) { plan.faultRules = [] }
    if parts.contains(.sensors) { plan.perfect.insert(.sensors) }
    if parts.contains(.links) { plan.perfect.insert(.links) }
    if parts.contains(.sampling) {
      plan.perfect.insert(.batteries)
      plan.laneSettings.sampling.method = .all
    }
    return plan
  }
}
