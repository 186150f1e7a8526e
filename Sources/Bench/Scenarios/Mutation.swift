internal import Clockwork
internal import Ingestion
internal import Lanes

/// Ways to break a pipeline on purpose, each a mistake that real pipelines make.
///
/// A score that none of them makes worse has not shown that it can fail.
///
/// Source: DeMillo, Lipton and Sayward 1978, "Hints on test data selection", Computer 11: a test is
/// as good as the faulty programs that it tells from the right one.
public enum Mutation: String, CaseIterable, Sendable {
  case swapRooms = "swap-rooms"
  case drop
  case offset
  case delay
  case flip
  case muddle
  case blunt

  public var meaning: String {
    switch self {
    case .swapRooms: "the devices of the first two rooms are taken for each other's"
    case .drop: "a tenth of all messages never reaches the pipeline"
    case .offset: "temperatures are read 0.3 K too high"
    case .delay: "everything arrives 5 min later"
    case .muddle: "copies that arrive twice or late are taken as they come"
    case .blunt: "devices keep back what moves less than four times the tolerance"
    case .flip: "flags, matches, intents, forecast hours and commands are taken for others"
    }
  }
}

extension RunPlan {
  /// The same worlds with the pipeline broken in one way.
  public func broken(by mutation: Mutation) -> RunPlan {
    var plan = self
    plan.mutation = mutation
    switch mutation {
    case .muddle:
      plan.laneSettings.intake.deduplicates = false
      plan.laneSettings.intake.orders = false
    case .blunt: plan.laneSettings.sampling.widen(by: 4)
    case .swapRooms, .drop, .offset, .delay, .flip: break
    }
    return plan
  }
}

extension SamplingSettings {
  fileprivate mutating func widen(by factor: Double) {
    temperatureTolerance *= factor
    humidityTolerance *= factor
    co2Tolerance *= factor
    illuminanceTolerance *= factor
    powerTolerance *= factor
  }
}
