import Calendar
import Clockwork
import Quantities

/// The sun's path over one hour, and the shapes that radiation under a steady sky would have.
///
/// Sixty-one knots, one a minute, both ends included.
struct HourShape {
  let sun: [SunPosition]
  let beamHorizontal: RadiationShape
  let beamNormal: RadiationShape
  let diffuse: RadiationShape

  init(start: SimTime, tracker: inout SunTracker) {
    var sun: [SunPosition] = []
    sun.reserveCapacity(61)
    for minute in 0...60 {
      sun.append(tracker.position(at: start + .minutes(Int64(minute))))
    }
    self.sun = sun
    // Under a steady sky the beam weakens towards the horizon; h / (h + 0.2), with h the sine of
    // the
    // elevation, follows the clear sky of ASHRAE (Stephenson 1967) within some percent above 20
    // degrees and falls off less steeply below, which keeps the last minutes of sun from having to
    // carry what the file says of the whole hour.
    beamNormal = RadiationShape(knots: sun.map { $0.up > 0 ? $0.up / ($0.up + 0.2) : 0 })
    beamHorizontal = RadiationShape(
      knots: sun.map { $0.up > 0 ? $0.up * $0.up / ($0.up + 0.2) : 0 })
    diffuse = RadiationShape(knots: sun.map { max($0.up, 0) })
  }
}
