import Quantities
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

  @Test func magnusIsClose() {
    for temperatureC in stride(from: 0.0, through: 60, by: 5) {
      let exact = Psychrometrics.saturationPressurePa(temperatureC: temperatureC)
      let fast = Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC)
      #expect(abs(fast / exact - 1) < 4e-3)
    }
  }

  /// The handbook's example 1: 40 °C dry bulb, 20 °C wet bulb, sea level.
  @Test func exampleOfTheHandbook() {
    let (ratio, pressure) = (0.0065, Psychrometrics.standardPressurePa)
    let wet = Psychrometrics.wetBulbC(
      temperatureC: 40, humidityRatio: ratio, pressurePa: pressure)
    #expect(abs(wet - 20) < 0.15)
    let humidity = Psychrometrics.relativeHumidity(
      humidityRatio: ratio,
      saturationPressurePa: Psychrometrics.saturationPressurePa(temperatureC: 40),
      pressurePa: pressure)
    #expect(abs(humidity - 0.14) < 0.005)
    let enthalpy = Psychrometrics.enthalpy(temperatureC: 40, humidityRatio: ratio)
    #expect(abs(enthalpy / 1_000 - 56.7) < 0.5)
  }

  /// The psychrometric chart at 20 °C and 50 %: 7.26 g/kg, wet bulb 13.8 °C.
  @Test func valuesOfTheChart() {
    let pressure = Psychrometrics.standardPressurePa
    let ratio = Psychrometrics.humidityRatio(
      temperatureC: 20, relativeHumidity: 0.5, pressurePa: pressure)
    #expect(abs(ratio - 0.00726) < 3e-5)
    let wet = Psychrometrics.wetBulbC(temperatureC: 20, humidityRatio: ratio, pressurePa: pressure)
    #expect(abs(wet - 13.8) < 0.1)
  }

  @Test(arguments: [70_000.0, 90_000, 101_325])
  func inversesComeBack(pressurePa: Double) {
    for temperatureC in stride(from: 2.5, through: 45, by: 2.5) {
      let saturationPa = Psychrometrics.saturationPressureMagnusPa(temperatureC: temperatureC)
      let saturated = Psychrometrics.saturationHumidityRatio(
        temperatureC: temperatureC, pressurePa: pressurePa)
      let enthalpy = Psychrometrics.enthalpy(temperatureC: temperatureC, humidityRatio: saturated)
      let dew = Psychrometrics.saturationTemperatureC(enthalpy: enthalpy, pressurePa: pressurePa)
      #expect(abs(dew - temperatureC) < 1e-5)
      let wet = Psychrometrics.wetBulbC(
        temperatureC: temperatureC, humidityRatio: saturated, pressurePa: pressurePa)
      #expect(abs(wet - temperatureC) < 0.01)
      for share in [0.1, 0.5, 0.9] {
        let ratio = Psychrometrics.humidityRatio(
          temperatureC: temperatureC, relativeHumidity: share, pressurePa: pressurePa)
        let back = Psychrometrics.relativeHumidity(
          humidityRatio: ratio, saturationPressurePa: saturationPa, pressurePa: pressurePa)
        #expect(abs(back - share) < 1e-12)
      }
    }
  }
}
