import TIM from 'tim-wx-sdk'

const tim = TIM.create({ SDKAppID: 1400000000 })

export default tim
