import Calendar
import Quantities

/// Temperature of cold water from the mains, by the day.
///
/// J. Burch and C. Christensen, "Towards Development of an Algorithm for Mains Water Temperature",
/// American Solar Energy Society 2007: a yearly wave around the mean of the air's year plus 6 °F;
/// its amplitude is a share of that of the monthly means, its lag 35 days, both less where it is
/// warm.
public struct MainsWater: Hashable, Sendable {
  /// Mean over the year, °C.
  public let meanC: Double
  /// Half of the way from the coldest to the warmest day, K.
  public let amplitudeK: Double
  /// Days by which the water's coldest day trails 15 January (15 July in the south).
  public let lagDays: Double
  let isSouthern: Bool

  /// - Parameters:
  ///   - yearMeanC: of the air.
  ///   - monthlySpreadK: from the coldest monthly mean of the air to the warmest.
  public init(yearMeanC: Double, monthlySpreadK: Double, latitudeDegrees: Double) {
    // The paper's numbers are in degrees Fahrenheit.
    let yearMeanF = 1.8 * yearMeanC + 32
    let ratio = 0.4 + 0.01 * (yearMeanF - 44)
    meanC = yearMeanC + 6 / 1.8
    amplitudeK = ratio * monthlySpreadK / 2
    lagDays = 35 - (yearMeanF - 44)
    isSouthern = latitudeDegrees < 0
  }

  /// For the typical year of a file.
  public init(_ file: WeatherFile) {
    // Any year of as many days tells which month a row lies in.
    let newYear = CivilDate(year: file.hasLeapDay ? 2024 : 2023, month: 1, day: 1)
    let months = file.rows.indices.map { newYear?.adding(days: $0 / 24).month ?? 1 }
    var sums = [Double](repeating: 0, count: 13)
    var counts = [Double](repeating: 0, count: 13)
    for (row, month) in zip(file.rows, months) {
      sums[month] += row.temperatureC
      counts[month] += 1
    }
    let means = (1...12).filter { counts[$0] > 0 }.map { sums[$0] / counts[$0] }
    self.init(
      yearMeanC: sums.reduce(0, +) / Double(max(file.rows.count, 1)),
      monthlySpreadK: (means.max() ?? 0) - (means.min() ?? 0),
      latitudeDegrees: file.place.latitudeDegrees)
  }

  /// At the tap on a day of the year, 1...366, °C; never below freezing.
  public func temperatureC(dayOfYear: Int) -> Double {
    let degrees = 0.986 * (Double(dayOfYear) - 15 - lagDays) + (isSouthern ? 90 : -90)
    return max(0.5, meanC + amplitudeK * Elementary.sin(degrees * .pi / 180))
  }
}
