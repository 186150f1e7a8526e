import Testing

@testable import Dwellings

@Suite struct SeldomTests {
  @Test func aCopyKeepsItsValueWhenTheOtherChanges() {
    var one = Seldom(wrappedValue: 1 as Int?)
    let copy = one
    one.wrappedValue = 2
    #expect(one.wrappedValue == 2 && copy.wrappedValue == 1)
    one.wrappedValue = nil
    #expect(!one.isThere && one.wrappedValue == nil && copy.wrappedValue == 1)
    one.wrappedValue = 3
    one.wrappedValue? += 1
    #expect(one.wrappedValue == 4 && copy.wrappedValue == 1)
  }

  @Test func oneThatIsNotThereTakesAPointer() {
    #expect(MemoryLayout<Seldom<Refrigerator>>.size == MemoryLayout<Int>.size)
  }
}
