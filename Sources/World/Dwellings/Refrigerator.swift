import Clockwork
import Quantities

/// What a cold cabinet is built like.
struct RefrigeratorSheet: Sendable {
  /// W.
  var compressorW: Double
  var cop: Double
  /// Heat gain through the cabinet, W/K.
  var cabinetLoss: Double
  /// J/K.
  var capacity: Double
  /// Where its thermostat switches, °C.
  var warmC: Double
  var coldC: Double

  /// 30 W mean at 20 °C (260 kWh a year), on a third of the time in cycles of about 40 min, as the
  /// fridge-freezers of UK-DALE and REFIT do.
  static let fridgeFreezer = RefrigeratorSheet(
    compressorW: 90, cop: 1.8, cabinetLoss: 3.4, capacity: 30_000, warmC: 5.5, coldC: 2.5)
  /// 40 W mean at 20 °C (350 kWh a year, the limit of 10 CFR 430.32 for an upright freezer of some
  /// 400 l with manual defrost; assumed 250 to 500), on 36 % of the time in cycles of about an hour.
  static let freezer = RefrigeratorSheet(
    compressorW: 110, cop: 1.3, cabinetLoss: 1.37, capacity: 41_600, warmC: -16.5, coldC: -19.5)

  /// nil for what does not cool.
  init?(_ kind: ApplianceKind) {
    switch kind {
    case .fridgeFreezer: self = .fridgeFreezer
    case .freezer: self = .freezer
    default: return nil
    }
  }

  private init(
    compressorW: Double, cop: Double, cabinetLoss: Double, capacity: Double, warmC: Double,
    coldC: Double
  ) {
    self.compressorW = compressorW
    self.cop = cop
    self.cabinetLoss = cabinetLoss
    self.capacity = capacity
    self.warmC = warmC
    self.coldC = coldC
  }
}

/// A fridge-freezer or freezer whose compressor a thermostat switches.
///
/// One node: the cabinet gains heat from its room and loses it while the compressor runs, so its
/// temperature moves exponentially between the two switching points and the moments of switching
/// follow in closed form.
struct Refrigerator: Sendable {
  let sheet: RefrigeratorSheet
  private(set) var isOn = false
  private(set) var switchAt: SimTime
  /// Air around it, °C; taken into account from the next switching on.
  var ambientC = 20.0

  /// - Parameter phase: where in its pause it is at the start, 0..<1.
  init(_ sheet: RefrigeratorSheet, at time: SimTime, phase: Double) {
    self.sheet = sheet
    switchAt = time
    switchAt = time + Self.span(phase * remaining)
  }

  var powerW: Double { isOn ? sheet.compressorW : 0 }

  mutating func toggle(at time: SimTime) {
    isOn.toggle()
    switchAt = time + Self.span(remaining)
  }

  /// Time from the last switching point to the next, s.
  private var remaining: Double {
    // Outside of this range a cabinet would neither warm up nor get cold.
    let ambient = min(max(ambientC, 8), 42)
    let timeConstant = sheet.capacity / sheet.cabinetLoss
    if isOn {
      let end = ambient - sheet.compressorW * sheet.cop / sheet.cabinetLoss
      return timeConstant * Elementary.log((sheet.warmC - end) / (sheet.coldC - end))
    }
    return timeConstant * Elementary.log((sheet.coldC - ambient) / (sheet.warmC - ambient))
  }

  private static func span(_ seconds: Double) -> SimDuration {
    .microseconds(max(1, Int64((seconds * 1e6).rounded())))
  }
}
