import TIM from 'tim-js-sdk'

const tim = TIM.create({ SDKAppID: 1400000000 })

export default tim
