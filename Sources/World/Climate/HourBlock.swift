import Calendar
import Clockwork

/// The weather of one hour at sixty-one knots a minute apart; between knots it runs linearly.
///
/// Radiation is a product: the shape of a clear sky, which knows where the sun is, times a
/// clearness that is continuous from hour to hour and bends within the hour so that the mean is
/// that of the file (``RadiationShape``). Three parts are treated so: beam on the horizontal
/// (global less diffuse),
/// diffuse, and direct normal; global is the sum of the first two. The clearness at an hour's edge
/// is the mean of both sides, limited so that no part can become negative. Only the hours before
/// and after are looked at, so a block depends on nothing but its own place in time.
struct HourBlock {
  let states: [WeatherState]

  /// - Parameters:
  ///   - rows: the rows of the hour before, this hour and the hour after.
  ///   - shapes: the same for the sun.
  init(rows: [HourlyWeather], shapes: [HourShape]) {
    precondition(rows.count == 3 && shapes.count == 3, "An hour needs its two neighbours.")
    let beamParts = [
      RadiationPart(rows.map(\.directNormal), shapes.map(\.beamNormal)),
      RadiationPart(
        rows.map { max($0.globalHorizontal - $0.diffuseHorizontal, 0) },
        shapes.map(\.beamHorizontal)),
    ]
    // Both describe one beam, so they bend together.
    let isBeamStepped = beamParts.contains { $0.prefersSteps }
    let normal = beamParts[0].curve(isStepped: isBeamStepped)
    let beam = beamParts[1].curve(isStepped: isBeamStepped)
    // Where a file has more diffuse than global, the excess belongs to diffuse alone.
    let sharedPart = RadiationPart(
      rows.map { min($0.diffuseHorizontal, $0.globalHorizontal) }, shapes.map(\.diffuse))
    let excessPart = RadiationPart(
      rows.map { max($0.diffuseHorizontal - $0.globalHorizontal, 0) }, shapes.map(\.diffuse))
    let shared = sharedPart.curve(isStepped: sharedPart.prefersSteps)
    let excess = excessPart.curve(isStepped: excessPart.prefersSteps)
    let (before, now) = (rows[0], rows[1])
    states = (0...60).map { j in
      let x = Double(j) / 60
      func line(_ path: (HourlyWeather) -> Double) -> Double {
        path(before) * (1 - x) + path(now) * x
      }
      return WeatherState(
        temperatureC: line { $0.temperatureC }, dewPointC: line { $0.dewPointC },
        relativeHumidity: line { $0.relativeHumidity }, pressurePa: line { $0.pressurePa },
        windSpeed: line { $0.windSpeed },
        windDirectionDegrees: WeatherState.direction(
          from: before.windDirectionDegrees, to: now.windDirectionDegrees, share: x),
        globalHorizontal: beam[j] + shared[j], directNormal: normal[j],
        diffuseHorizontal: shared[j] + excess[j], infrared: line { $0.infrared },
        totalSkyCover: line { $0.totalSkyCover }, opaqueSkyCover: line { $0.opaqueSkyCover },
        sun: shapes[1].sun[j])
    }
  }
}

/// One part of the radiation over an hour, with what its neighbours ask of its edges.
private struct RadiationPart {
  private let shape: RadiationShape
  private let mean: Double
  private let leftEdge: Double
  private let rightEdge: Double
  private let smooth: [Double]
  private let stepped: [Double]?
  /// True where a parabola overshoots the three hours' means and steps do so less.
  let prefersSteps: Bool

  /// - Parameters: the means and shapes of the hour before, this hour and the hour after.
  init(_ means: [Double], _ shapes: [RadiationShape]) {
    shape = shapes[1]
    mean = means[1]
    if mean == 0 {
      (leftEdge, rightEdge, prefersSteps) = (0, 0, false)
      smooth = [Double](repeating: 0, count: 61)
      stepped = smooth
      return
    }
    let ratios = (0..<3).map { shapes[$0].ratio(hourlyMean: means[$0]) }
    let limits = (0..<3).map { shapes[$0].edgeLimit(ratio: ratios[$0]) }
    func edge(_ k: Int) -> Double {
      min((ratios[k] + ratios[k + 1]) / 2, limits[k], limits[k + 1])
    }
    leftEdge = edge(0)
    rightEdge = edge(1)
    smooth = shape.smoothCurve(hourlyMean: mean, leftEdge: leftEdge, rightEdge: rightEdge)
    let peak = smooth.max() ?? 0
    guard peak > 1.15 * max(means[0], means[1], means[2]) else {
      stepped = nil
      prefersSteps = false
      return
    }
    stepped = shape.steppedCurve(hourlyMean: mean, leftEdge: leftEdge, rightEdge: rightEdge)
    prefersSteps = stepped.map { ($0.max() ?? 0) < peak } ?? false
  }

  func curve(isStepped: Bool) -> [Double] {
    guard isStepped else { return smooth }
    return stepped
      ?? shape.steppedCurve(hourlyMean: mean, leftEdge: leftEdge, rightEdge: rightEdge) ?? smooth
  }
}
