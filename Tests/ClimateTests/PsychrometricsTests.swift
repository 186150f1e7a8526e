import Climate
import Testing

@Suite struct PsychrometricsTests {
  /// *ASHRAE Fundamentals* 2017, chapter 1, table 3: °C and kPa.
  @Test(arguments: [
    (-60.0, 0.00108), (-40, 0.01284), (-20, 0.10324), (0, 0.6112), (10, 1.2282), (20, 2.3392),
    (25, 3.1698), (40, 7.3851), (60, 19.9472),
  ])
  func saturationPressure(temperatureC: Double, kilopascals: Double) {
    let found = Psychrometrics.saturationPressurePa(temperatureC: temperatureC) / 1_000
    #expect(abs(found / kilopascals - 1) < 2e-3, "found \(found)")
  }

  /// The handbook's example 1: 40 °C dry bulb, 20 °C wet bulb, sea level.
  @Test func exampleOfTheHandbook() {
    let ratio = 0.0065
    let pressure = 101_325.0
    let wet = Psychrometrics.wetBulbC(
      temperatureC: 40, humidityRatio: ratio, pressurePa: pressure)
    #expect(abs(wet - 20) < 0.1)
    let vapour = Psychrometrics.vapourPressurePa(humidityRatio: ratio, pressurePa: pressure)
    #expect(abs(Psychrometrics.dewPointC(vapourPressurePa: vapour) - 7) < 0.8)
    let humidity = Psychrometrics.relativeHumidity(
      temperatureC: 40, humidityRatio: ratio, pressurePa: pressure)
    #expect(abs(humidity - 0.14) < 0.005)
    let enthalpy = Psychrometrics.enthalpy(temperatureC: 40, humidityRatio: ratio)
    #expect(abs(enthalpy / 1_000 - 56.7) < 0.5)
    let density = Psychrometrics.density(
      temperatureC: 40, humidityRatio: ratio, pressurePa: pressure)
    #expect(abs((1 + ratio) / density - 0.896) < 0.001)
  }

  @Test func inversesComeBack() {
    for temperatureC in stride(from: -40.0, through: 45, by: 2.5) {
      let vapour = Psychrometrics.saturationPressurePa(temperatureC: temperatureC)
      let dewPoint = Psychrometrics.dewPointC(vapourPressurePa: vapour)
      // The two formulas leave a gap of 0.05 Pa at 0 °C.
      let tolerance = temperatureC == 0 ? 2e-3 : 1e-6
      #expect(abs(dewPoint - temperatureC) < tolerance, "found \(dewPoint)")
      let ratio = Psychrometrics.humidityRatio(vapourPressurePa: vapour, pressurePa: 90_000)
      let back = Psychrometrics.vapourPressurePa(humidityRatio: ratio, pressurePa: 90_000)
      #expect(abs(back / vapour - 1) < 1e-12)
      let wet = Psychrometrics.wetBulbC(
        temperatureC: temperatureC, humidityRatio: ratio, pressurePa: 90_000)
      #expect(abs(wet - temperatureC) < 1e-4)
    }
  }

  @Test func magnusIsClose() {
    for temperatureC in stride(from: 0.0, through: 60, by: 5) {
      let exact = Psychrometrics.saturationPressurePa(temperatureC: temperatureC)
      let fast = Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC)
      #expect(abs(fast / exact - 1) < 4e-3)
    }
  }
}
