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
  /// 400 l with manual defrost; assumed 250 to 500), on 36 % of the time in cycles of an hour.
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
  /// Air around it, °C; taken into account from the next switching on, or by ``followRoom(at:)``.
  var ambientC = 20.0
  private(set) var state = RefrigeratorState.sound
  /// Whether its socket has power.
  private var hasPower = true
  /// The cabinet at the last moment at which what the compressor does changed, °C.
  private var referenceC: Double
  private var referenceTime: SimTime
  /// The air around as it was then, between 8 and 42 °C.
  private var referenceAmbientC = 20.0

  /// - Parameter phase: where in its pause it is at the start, 0..<1.
  init(_ sheet: RefrigeratorSheet, at time: SimTime, phase: Double) {
    self.sheet = sheet
    referenceC = sheet.coldC
    (switchAt, referenceTime) = (time, time)
    let pause = Self.span(phase * remaining)
    switchAt = time + pause
    // It warms up to the upper switching point just then.
    let timeConstant = sheet.capacity / sheet.cabinetLoss
    referenceC =
      referenceAmbientC
      + (sheet.warmC - referenceAmbientC) * Elementary.exp(pause.seconds / timeConstant)
  }

  var powerW: Double { isOn ? sheet.compressorW : 0 }

  mutating func toggle(at time: SimTime) {
    referenceC = isOn ? sheet.coldC : sheet.warmC
    isOn.toggle()
    noteAmbient(at: time)
    switchAt = time + Self.span(remaining)
  }

  /// Breaks it or repairs it; repaired it cools down at once, if it is too warm for a pause and its
  /// socket has power.
  mutating func set(_ new: RefrigeratorState, at time: SimTime) {
    noteCabinet(at: time)
    state = new
    run(from: time)
  }

  /// Its socket loses power or has it again; without, it warms up, sound or not.
  mutating func setPower(_ hasPower: Bool, at time: SimTime) {
    noteCabinet(at: time)
    self.hasPower = hasPower
    run(from: time)
  }

  /// Lets a cabinet whose compressor does not switch follow its room, as it is now.
  mutating func followRoom(at time: SimTime) {
    if switchAt == .distantFuture { noteCabinet(at: time) }
  }

  /// What the compressor does from now on.
  private mutating func run(from time: SimTime) {
    switch state {
    case _ where !hasPower: (isOn, switchAt) = (false, .distantFuture)
    case .dead: (isOn, switchAt) = (false, .distantFuture)
    case .runsOn: (isOn, switchAt) = (true, .distantFuture)
    case .sound:
      isOn = referenceC > sheet.coldC
      let target = isOn ? sheet.coldC : sheet.warmC
      let timeConstant = sheet.capacity / sheet.cabinetLoss
      switchAt =
        time
        + Self.span(timeConstant * Elementary.log((referenceC - restC) / (target - restC)))
    }
  }

  /// Air in the cabinet at a moment before the next switching, °C.
  func cabinetC(at time: SimTime) -> Double {
    let timeConstant = sheet.capacity / sheet.cabinetLoss
    let decay = Elementary.exp(-(time - referenceTime).seconds / timeConstant)
    return restC + (referenceC - restC) * decay
  }

  /// Where the cabinet's temperature would come to rest, °C.
  private var restC: Double {
    isOn ? referenceAmbientC - sheet.compressorW * sheet.cop / sheet.cabinetLoss : referenceAmbientC
  }

  private mutating func noteCabinet(at time: SimTime) {
    referenceC = cabinetC(at: time)
    noteAmbient(at: time)
  }

  private mutating func noteAmbient(at time: SimTime) {
    referenceTime = time
    referenceAmbientC = min(max(ambientC, 8), 42)
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
