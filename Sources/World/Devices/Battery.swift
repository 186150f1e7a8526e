internal import Clockwork

/// The charge of one battery, or of none.
@usableFromInline
struct Battery: Sendable {
  @usableFromInline let capacityJ: Double
  @usableFromInline private(set) var chargeJ: Double
  private var lastDrain: SimTime
  /// Stretches in which it dies, in order of time.
  private var decays: [Decay] = []
  /// Firmware calls it full while the voltage says more than this.
  @usableFromInline var fullAbovePercent: UInt8 = 100
  @usableFromInline let chemistry: BatteryChemistry

  /// - Parameter model: nil for mains.
  init(_ model: BatteryModel?, charge: Double, start: SimTime) {
    chemistry = model?.chemistry ?? .alkaline
    capacityJ = model?.capacityJ ?? 0
    chargeJ = capacityJ * charge
    lastDrain = start
  }

  /// A stretch in which a battery goes flat by itself.
  private struct Decay: Sendable {
    var start: SimTime
    var end: SimTime
    /// In which all that is left at the onset would go.
    var life: SimDuration
    /// What was left then, J; nil before.
    var onsetJ: Double?
  }

  @inlinable var isThere: Bool { capacityJ > 0 }
  @inlinable var isEmpty: Bool { isThere && chargeJ <= 0 }

  /// What firmware reads off the voltage, per cent; 255 for mains.
  @inlinable var statedPercent: UInt8 {
    guard isThere else { return 255 }
    let stated = soundPercent
    return stated > fullAbovePercent ? 100 : stated
  }

  /// The same without a bug of the firmware.
  @inlinable var soundPercent: UInt8 {
    isThere ? chemistry.statedPercent(charge: chargeJ / capacityJ) : 255
  }

  /// Will go flat from a time on.
  mutating func decay(from start: SimTime, to end: SimTime, within life: SimDuration) {
    decays.append(Decay(start: start, end: end, life: life))
  }

  /// Whether it goes flat at this time.
  func isDying(at time: SimTime) -> Bool {
    decays.contains { $0.start <= time && time < $0.end }
  }

  /// Somebody puts in a new one.
  mutating func renew(at time: SimTime) {
    chargeJ = capacityJ
    lastDrain = time
  }

  /// How likely an attempt to send pulls the voltage below what the radio needs, 0...1.
  ///
  /// Cells' inner resistance grows as they empty (a CR2032's from some 10 to 100 Ω), so that 20 mA
  /// pull them down by volts when there is little left. Here: never while firmware reads more than
  /// 35 % off the voltage (assumed, 20-50 %), always at 0 %, a straight line between.
  ///
  /// - Source: M. Jensen, *Coin cells and peak current draw*, TI SWRA349, 2010.
  var brownOutProbability: Double {
    guard isThere else { return 0 }
    return min(max(1 - chemistry.statedCharge(charge: chargeJ / capacityJ) / 0.35, 0), 1)
  }

  private mutating func lose(until time: SimTime) {
    for place in decays.indices where decays[place].start < time {
      let onset = decays[place].onsetJ ?? chargeJ
      decays[place].onsetJ = onset
      let from = max(decays[place].start, lastDrain)
      let overlap = (min(decays[place].end, time) - from).seconds
      guard overlap > 0 else { continue }
      chargeJ = max(chargeJ - onset * overlap / decays[place].life.seconds, 0)
    }
  }

  /// Takes the energy of one attempt and of all the time since the last.
  ///
  /// A cold cell gives less of what it holds: what is taken counts for more.
  ///
  /// - Parameters:
  ///   - attemptJ: of the attempt, J.
  ///   - idleW: between attempts, W.
  mutating func drain(at time: SimTime, celsius: Double, attemptJ: Double, idleW: Double) {
    guard isThere else { return }
    if !decays.isEmpty { lose(until: time) }
    let idle = max((time - lastDrain).seconds, 0)
    lastDrain = time
    let taken = (attemptJ + idle * idleW) / chemistry.usableShare(celsius: celsius)
    chargeJ = max(chargeJ - taken, 0)
  }
}
