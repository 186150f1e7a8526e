internal import Clockwork

/// The charge of one battery, or of none.
struct Battery: Sendable {
  private let chemistry: BatteryChemistry
  let capacityJ: Double
  private let attemptJ: Double
  private let idleW: Double
  private(set) var chargeJ: Double
  private var lastDrain: SimTime

  /// - Parameter model: nil for mains.
  init(_ model: BatteryModel?, charge: Double, start: SimTime) {
    chemistry = model?.chemistry ?? .alkaline
    capacityJ = model?.capacityJ ?? 0
    attemptJ = model?.attemptJ ?? 0
    idleW = model?.idleW ?? 0
    chargeJ = capacityJ * charge
    lastDrain = start
  }

  var isThere: Bool { capacityJ > 0 }
  var isEmpty: Bool { isThere && chargeJ <= 0 }

  /// What firmware reads off the voltage, per cent; 255 for mains.
  var statedPercent: UInt8 {
    guard isThere else { return 255 }
    return UInt8((chemistry.statedCharge(charge: chargeJ / capacityJ) * 100).rounded())
  }

  /// Takes the energy of one attempt and of all the time since the last.
  mutating func drain(at time: SimTime) {
    guard isThere else { return }
    let idle = max((time - lastDrain).seconds, 0)
    lastDrain = time
    chargeJ = max(chargeJ - attemptJ - idle * idleW, 0)
  }
}
