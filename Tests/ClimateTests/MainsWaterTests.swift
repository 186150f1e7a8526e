import Climate
import Testing

@Suite struct MainsWaterTests {
  /// The algorithm by hand for a year of 50 °F whose months spread over 50 °F.
  @Test func theAlgorithmsNumbers() {
    let mains = MainsWater(
      yearMeanC: 10, monthlySpreadK: 50 / 1.8, latitudeDegrees: 40)
    // 50 + 6 °F; (0.4 + 0.01 * 6) * 25 °F; 35 - 6 days.
    #expect(abs(mains.meanC - 56.0.celsius) < 1e-9)
    #expect(abs(mains.amplitudeK - 11.5 / 1.8) < 1e-9)
    #expect(abs(mains.lagDays - 29) < 1e-9)
    // The coldest day is 15 + 29.
    #expect(abs(mains.temperatureC(dayOfYear: 44) - 44.5.celsius) < 1e-6)
    #expect(abs(mains.temperatureC(dayOfYear: 44 + 183) - 67.5.celsius) < 0.01)
    let south = MainsWater(yearMeanC: 10, monthlySpreadK: 50 / 1.8, latitudeDegrees: -40)
    #expect(abs(south.temperatureC(dayOfYear: 44) - 67.5.celsius) < 1e-6)
  }

  @Test func neverBelowFreezing() {
    let mains = MainsWater(yearMeanC: -15, monthlySpreadK: 40, latitudeDegrees: 65)
    for day in 1...366 { #expect(mains.temperatureC(dayOfYear: day) >= 0.5) }
  }

  /// Chicago's water is cold in winter, Tucson's never.
  @Test func placesDiffer() throws {
    func range(_ name: String) throws -> (Double, Double) {
      let mains = try MainsWater(WeatherSamples.climate(name).file)
      let days = (1...365).map { mains.temperatureC(dayOfYear: $0) }
      return (days.min() ?? 0, days.max() ?? 0)
    }
    let chicago = try range("chicago")
    let tucson = try range("tucson")
    #expect(chicago.0 > 3 && chicago.0 < 9 && chicago.1 > 16 && chicago.1 < 22)
    #expect(tucson.0 > 13 && tucson.1 > 26)
  }
}

extension Double {
  /// °C of so many °F.
  fileprivate var celsius: Double { (self - 32) / 1.8 }
}
