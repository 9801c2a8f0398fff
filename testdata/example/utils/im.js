import TIM from 'tim-wx-sdk'

export const tim = TIM.create({ SDKAppID: 1400000001 })

export async function login(userID) {
  const { data } = await uni.request({ url: 'https://example.com/user-sig' })
  return tim.login({ userID, userSig: data })
}
