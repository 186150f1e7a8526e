import Quantities
import Telemetry

/// A thermostatic radiator valve: a sensor that lags, a stem with play, an opening in proportion.
///
/// EN 215:2019 rates the flow 2 K below where the valve closes, allows 1 K of hysteresis and 40 min
/// of response.
struct ThermostaticValve: Sendable {
  /// From open to closed, K.
  static let bandK = 2.0
  /// Play of the stem, K: assumed, 0.2-1.
  static let playK = 0.4
  /// Of the sensor, s: assumed, 600-2400.
  static let lagSeconds = 1_200.0

  /// Where it is shut, °C: half a band above the mark.
  let closesC: Double
  private var sensedC: Double
  /// What the stem follows.
  private var stemC: Double

  /// - Parameter markC: what its user chose.
  init(markC: Double, roomC: Double) {
    closesC = markC + Self.bandK / 2
    sensedC = roomC
    stemC = roomC
  }

  /// Share of the rated flow.
  var opening: Double { min(max((closesC - stemC) / Self.bandK, 0), 1) }

  func forEachStateValue(_ body: (Double) -> Void) {
    body(sensedC)
    body(stemC)
  }

  /// - Parameter approach: share of the way to the room's temperature that a step makes.
  mutating func step(roomC: Double, approach: Double) {
    sensedC += approach * (roomC - sensedC)
    stemC = min(max(stemC, sensedC - Self.playK / 2), sensedC + Self.playK / 2)
  }

  /// How far from a home's set point its users turn the valves, K: assumed after the rooms'
  /// temperatures of DIN EN 12831-1, national annex (bathrooms 24 °C, halls 15 °C, others 20 °C),
  /// halved, and bedrooms that are kept cooler (0 to -4).
  static func offsetK(_ kind: RoomKind) -> Double {
    switch kind {
    case .bedroom, .hallway: -2
    case .bathroom: 2
    case .livingRoom, .kitchen, .study: 0
    }
  }
}
