export interface Signed {
  userID: string
  userSig: string
}

// userSig 由业务后台签发
export async function sign(): Promise<Signed> {
  const { data } = await uni.request({ url: 'https://api.example.com/sign', method: 'POST' })
  return data as Signed
}
