import Clockwork
import Quantities

/// A fridge-freezer whose compressor a thermostat switches.
///
/// One node: the cabinet gains heat from the kitchen and loses it while the compressor runs, so its
/// temperature moves exponentially between the two switching points and the moments of switching
/// follow in closed form. Values give 30 W mean at 20 °C (260 kWh a year), on a third of the time
/// in
/// cycles of about 40 min, as the fridge-freezers of UK-DALE and REFIT do.
struct Refrigerator: Sendable {
  static let compressorW = 90.0
  static let cop = 1.8
  /// Heat gain through the cabinet, W/K.
  static let cabinetLoss = 3.4
  /// J/K.
  static let capacity = 30_000.0
  static let warmC = 5.5
  static let coldC = 2.5

  private(set) var isOn = false
  private(set) var switchAt: SimTime
  /// Air around it, °C; taken into account from the next switching on.
  var ambientC = 20.0
  private(set) var state = RefrigeratorState.sound
  /// The cabinet at the last moment at which what the compressor does changed, °C.
  private var referenceC = Self.coldC
  private var referenceTime: SimTime
  /// The air around as it was then, between 8 and 42 °C.
  private var referenceAmbientC = 20.0

  /// - Parameter phase: where in its pause it is at the start, 0..<1.
  init(at time: SimTime, phase: Double) {
    (switchAt, referenceTime) = (time, time)
    let pause = Self.span(phase * remaining)
    switchAt = time + pause
    // It warms up to the upper switching point just then.
    let timeConstant = Self.capacity / Self.cabinetLoss
    referenceC =
      referenceAmbientC
      + (Self.warmC - referenceAmbientC) * Elementary.exp(pause.seconds / timeConstant)
  }

  var powerW: Double { isOn ? Self.compressorW : 0 }

  mutating func toggle(at time: SimTime) {
    referenceC = isOn ? Self.coldC : Self.warmC
    isOn.toggle()
    noteAmbient(at: time)
    switchAt = time + Self.span(remaining)
  }

  /// Breaks it or repairs it; repaired it cools down at once, if it is too warm for a pause.
  mutating func set(_ new: RefrigeratorState, at time: SimTime) {
    referenceC = cabinetC(at: time)
    state = new
    noteAmbient(at: time)
    switch new {
    case .dead: (isOn, switchAt) = (false, .distantFuture)
    case .runsOn: (isOn, switchAt) = (true, .distantFuture)
    case .sound:
      isOn = referenceC > Self.coldC
      let target = isOn ? Self.coldC : Self.warmC
      let timeConstant = Self.capacity / Self.cabinetLoss
      switchAt =
        time
        + Self.span(timeConstant * Elementary.log((referenceC - restC) / (target - restC)))
    }
  }

  /// Air in the cabinet at a moment before the next switching, °C.
  func cabinetC(at time: SimTime) -> Double {
    let timeConstant = Self.capacity / Self.cabinetLoss
    let decay = Elementary.exp(-(time - referenceTime).seconds / timeConstant)
    return restC + (referenceC - restC) * decay
  }

  /// Where the cabinet's temperature would come to rest, °C.
  private var restC: Double {
    isOn ? referenceAmbientC - Self.compressorW * Self.cop / Self.cabinetLoss : referenceAmbientC
  }

  private mutating func noteAmbient(at time: SimTime) {
    referenceTime = time
    referenceAmbientC = min(max(ambientC, 8), 42)
  }

  /// Time from the last switching point to the next, s.
  private var remaining: Double {
    // Outside of this range a cabinet would neither warm up nor get cold.
    let ambient = min(max(ambientC, 8), 42)
    let timeConstant = Self.capacity / Self.cabinetLoss
    if isOn {
      let end = ambient - Self.compressorW * Self.cop / Self.cabinetLoss
      return timeConstant * Elementary.log((Self.warmC - end) / (Self.coldC - end))
    }
    return timeConstant * Elementary.log((Self.coldC - ambient) / (Self.warmC - ambient))
  }

  private static func span(_ seconds: Double) -> SimDuration {
    .microseconds(max(1, Int64((seconds * 1e6).rounded())))
  }
}
