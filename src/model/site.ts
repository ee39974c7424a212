// Sites without an estate: there is one, and it is called `default`.
export const defaultSite = 'default'
