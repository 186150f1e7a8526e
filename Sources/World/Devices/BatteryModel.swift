internal import Clockwork

/// What is in a battery, and by what curve its voltage falls.
public enum BatteryChemistry: String, CaseIterable, Sendable {
  case alkaline
  /// Lithium and iron disulphide, as in AA cells.
  case lithiumIron = "lithium-iron"
  /// Lithium and manganese dioxide, as in coin cells and photo cells.
  case lithiumManganese = "lithium-manganese"

  /// Cell voltage in V at the charges of `chargePoints`, under the light load of a sensor.
  ///
  /// Read off the makers' discharge curves at their lightest load, to about 0.03 V: Energizer E91
  /// (alkaline AA, 25 mA), L91 (lithium AA, 50 mA), CR2032 (190 uA). The last point is where a
  /// device stops.
  private var voltages: [Double] {
    switch self {
    case .alkaline: [0.90, 1.05, 1.12, 1.20, 1.29, 1.40, 1.58]
    case .lithiumIron: [0.90, 1.35, 1.43, 1.47, 1.50, 1.53, 1.72]
    case .lithiumManganese: [2.00, 2.65, 2.78, 2.88, 2.93, 2.97, 3.05]
    }
  }

  private static let chargePoints = [0, 0.05, 0.10, 0.25, 0.50, 0.75, 1]

  /// Between which voltages firmware calls a cell empty and full: end of discharge and nominal.
  private var scale: (empty: Double, full: Double) {
    switch self {
    case .alkaline, .lithiumIron: (0.90, 1.50)
    case .lithiumManganese: (2.00, 3.00)
    }
  }

  /// Cell voltage, V, at a charge 0...1.
  public func voltage(charge: Double) -> Double {
    let points = Self.chargePoints
    let values = voltages
    for i in 1..<points.count where charge <= points[i] {
      let share = max((charge - points[i - 1]) / (points[i] - points[i - 1]), 0)
      return values[i - 1] + share * (values[i] - values[i - 1])
    }
    return values[values.count - 1]
  }

  /// Which share of its energy a cell gives at a temperature, against 21 °C, 0...1.
  ///
  /// Under the light load of a sensor; cold slows the electrolyte, of alkaline cells' water most.
  ///
  /// - Source: order of the chemistries and where they stop: data sheets of Energizer E91
  ///   (alkaline, -18 to 55 °C), L91 (-40 to 60 °C) and of CR2032 cells (-30 to 60 °C). Shares
  ///   assumed, each 0.1 either way; linear in between.
  public func usableShare(celsius: Double) -> Double {
    let (atMinus20, at0) =
      switch self {
      case .alkaline: (0.5, 0.8)
      case .lithiumIron: (0.9, 0.97)
      case .lithiumManganese: (0.7, 0.9)
      }
    if celsius >= 21 { return 1 }
    if celsius >= 0 { return at0 + (1 - at0) * celsius / 21 }
    return max(at0 + (at0 - atMinus20) * celsius / 20, 0.1)
  }

  /// What firmware makes of the voltage, 0...1: a straight line between empty and full.
  ///
  /// Lithium cells hold their voltage to the last, so this stays high until the cell is nearly
  /// empty.
  public func statedCharge(charge: Double) -> Double {
    let scale = scale
    return min(max((voltage(charge: charge) - scale.empty) / (scale.full - scale.empty), 0), 1)
  }

  /// The same in whole per cent.
  public func statedPercent(charge: Double) -> UInt8 {
    UInt8((statedCharge(charge: charge) * 100).rounded())
  }
}

/// A battery and what a device takes out of it.
public struct BatteryModel: Hashable, Sendable {
  public var chemistry: BatteryChemistry
  /// Usable energy of a fresh battery, J.
  public var capacityJ: Double
  /// Share of the capacity that goes by itself in a year.
  public var selfDischargePerYear: Double
  /// Energy of one transmission attempt, J.
  public var attemptJ: Double
  /// Power between transmissions, W.
  public var sleepW: Double

  public init(
    chemistry: BatteryChemistry, capacityJ: Double, selfDischargePerYear: Double, attemptJ: Double,
    sleepW: Double
  ) {
    self.chemistry = chemistry
    self.capacityJ = capacityJ
    self.selfDischargePerYear = selfDischargePerYear
    self.attemptJ = attemptJ
    self.sleepW = sleepW
  }

  /// What goes whether anything is sent or not, W.
  public var idleW: Double { sleepW + selfDischargePerYear * capacityJ / SimDuration.year.seconds }
}

extension SimDuration {
  /// 365 days, the year of data sheets.
  static let year = SimDuration.days(365)
}
