import Quantities
import Testing

@testable import Dwellings

/// Homes begin as they would be if they had been lived in before.
@Suite struct StartClimateTests {
  private static let pressurePa = 101_325.0

  private static func outdoor(_ temperatureC: Double, humidity: Double) -> OutdoorConditions {
    OutdoorConditions(
      temperatureC: temperatureC,
      humidityRatio: Psychrometrics.humidityRatio(
        temperatureC: temperatureC, relativeHumidity: humidity, pressurePa: pressurePa),
      groundTemperatureC: 10)
  }

  private static func climate(_ outdoor: OutdoorConditions, canCool: Bool) -> StartClimate {
    StartClimate(
      outdoor: outdoor, heatingC: 20, coolingC: 25, canCool: canCool, pressurePa: pressurePa)
  }

  /// -5 °C and 80 %: 2.06 g/kg and 1.5 more of 14.5 that air of 20 °C can hold.
  @Test func winterIsHeatedAndDry() {
    let climate = Self.climate(Self.outdoor(-5, humidity: 0.8), canCool: true)
    #expect(climate.temperatureC == 20)
    #expect(abs(climate.relativeHumidity - 0.245) < 0.01, "\(climate.relativeHumidity)")
  }

  @Test func summerIsCooledWhereItCanBe() {
    let night = Self.outdoor(27, humidity: 0.4)
    #expect(Self.climate(night, canCool: true).temperatureC == 25)
    #expect(Self.climate(night, canCool: false).temperatureC == 34)
    #expect(Self.climate(Self.outdoor(27, humidity: 0.9), canCool: true).relativeHumidity == 0.55)
  }

  @Test func livingAddsLessVapourInSummer() {
    #expect(StartClimate.excessGramsM3(outdoorC: -10) == 1.8)
    #expect(abs(StartClimate.excessGramsM3(outdoorC: 10) - 1.15) < 1e-12)
    #expect(StartClimate.excessGramsM3(outdoorC: 25) == 0.5)
  }
}
